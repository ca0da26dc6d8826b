/**
 * An address that Telegram certainly takes for a link, as it should be sent; undefined for all others, such as the path
 * of a file: one bad link would have the whole message refused.
 */
export function soundLink(href: string): string | undefined {
  if (!/^https?:\/\//i.test(href) || !URL.canParse(href)) return undefined;
  const { protocol, hostname, port, pathname, search, hash } = new URL(href);
  if (!/^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(hostname) || port === "0") return undefined;
  return `${protocol}//${hostname}${port && `:${port}`}${pathname}${search}${hash}`;
}
