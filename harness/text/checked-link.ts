import { isIPv6 } from "node:net";
import { lowered } from "./ascii.ts";
import { exactInteger } from "./integer.ts";

/** An address as Telegram keeps it, or nothing if it takes it for none. */
export function checkedLink(given: string): string | undefined {
  const [prefix = "", scheme] = /^(tg|ton|tonsite):(?:\/\/)?/i.exec(given) ?? [];
  const link = given.slice(prefix.length);
  const address = parsedAddress(link);
  if (!address) return undefined;
  const { protocol, userinfo, host, port, isIpv6, path } = address;
  if (!scheme) {
    if (!host.includes(".") && !isIpv6) return undefined;
    return `${protocol}://${userinfo && `${userinfo}@`}${host}${port ? `:${port}` : ""}${path}`;
  }
  if (/^http:\/\//i.test(link) || protocol === "https" || userinfo !== "" || port !== 0 || isIpv6) return undefined;
  const name = lowered(scheme);
  if (name === "tonsite" ? /[^a-z0-9_.-]/.test(host) : /[^a-z0-9_-]/.test(host)) return undefined;
  return `${name}://${host}${path.replace(/^\/\?/, "?")}`;
}

interface Address {
  readonly protocol: "http" | "https";
  readonly userinfo: string;
  readonly host: string;
  /** 0 if none is given. */
  readonly port: number;
  readonly isIpv6: boolean;
  /** With query and fragment; begins with a slash. */
  readonly path: string;
}

function parsedAddress(link: string): Address | undefined {
  const [prefix = "", given = "http"] = /^([^:/?#@[\]]*):\/\//.exec(link) ?? [];
  const protocol = lowered(given);
  if (protocol !== "http" && protocol !== "https") return undefined;
  const [authority = ""] = /^[^/?#]*/.exec(link.slice(prefix.length)) ?? [];
  const [, beforePort = authority, portText] = /^(.+):([^:@\]]*)$/s.exec(authority) ?? [];
  const port = portText === undefined ? 0 : portOf(portText);
  const at = beforePort.lastIndexOf("@");
  const userinfo = beforePort.slice(0, Math.max(at, 0));
  const host = lowered(beforePort.slice(at + 1));
  const isIpv6 = /^\[.*\]$/s.test(host);
  if (
    port === undefined ||
    !isUserinfo(userinfo) ||
    !(isIpv6 ? /^[^%]+$/.test(host) && isIPv6(host.slice(1, -1)) : isHost(host))
  )
    return undefined;
  return { protocol, userinfo, host, port, isIpv6, path: pathOf(link.slice(prefix.length + authority.length)) };
}

function portOf(text: string): number | undefined {
  const port = Number(exactInteger(text.replace(/^0+(?=.)/s, ""), 32) ?? 0n);
  return port > 0 && port < 65_536 ? port : undefined;
}

/** What RFC 3986 allows, and anything beyond ASCII. */
const isHost = (host: string) =>
  host !== "." && /^(?:[a-z0-9._!$,~*'();&+=-]|%[0-9a-f]{2}|[\u0080-\uffff])+$/.test(host);

const isUserinfo = (userinfo: string) => /^(?:[a-z0-9._!$,~*'();&+=:-]|%[0-9a-f]{2}|[\u0080-\uffff])*$/i.test(userinfo);

function pathOf(rest: string): string {
  const path = rest.replace(/[ \t\r\n\0\v]+$/, "");
  const escaped = path.replace(
    /[\0- ]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return escaped.startsWith("/") ? escaped : `/${escaped}`;
}
