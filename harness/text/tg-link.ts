import { lowered } from "./ascii.ts";

/** The parameters of `tg://host?...`, in order; nothing if the link leads elsewhere or has none. */
export function tgParameters(link: string, host: string): [name: string, value: string][] | undefined {
  const [, name = "", query] = /^tg:(?:\/\/)?([^/?#]*)\/?\?([^#]*)/i.exec(link) ?? [];
  if (query === undefined || lowered(name) !== host) return undefined;
  return query.split("&").map((parameter) => {
    const [key = "", ...value] = parameter.split("=");
    return [key, value.join("=")];
  });
}
