import { isIPv6 } from "node:net";
import { badRequest } from "../server/refusal.ts";
import { lowered } from "./ascii.ts";
import { exactInteger } from "./integer.ts";
import { cleanedText } from "./tidy/cleaned.ts";

/** An address as Telegram keeps it, or nothing if it takes it for none. */
export function checkedLink(given: string): string | undefined {
  try {
    return checked(given);
  } catch (error) {
    if (error instanceof BadLink) return undefined;
    throw error;
  }
}

/**
 * An address as Telegram keeps it, where it insists on one.
 *
 * @param of what it belongs to, for the error text.
 * @throws {Refusal} with the reason.
 */
export function soundLink(given: string, of: string): string {
  const link = cleanedText(given);
  try {
    return checked(link);
  } catch (error) {
    if (error instanceof BadLink) throw badRequest(`${of} URL '${link}' is invalid: ${error.message}`);
    throw error;
  }
}

class BadLink extends Error {}

function checked(given: string): string {
  const [prefix = "", scheme = ""] = /^(tg|ton|tonsite):(?:\/\/)?/i.exec(given) ?? [];
  const link = given.slice(prefix.length);
  const { protocol, userinfo, host, port, isIpv6, path } = parsed(link);
  const own = lowered(scheme);
  if (own === "") {
    if (!host.includes(".") && !isIpv6) throw new BadLink("Wrong HTTP URL");
    return `${protocol}://${userinfo && `${userinfo}@`}${host}${port ? `:${port}` : ""}${path}`;
  }
  if (/^http:\/\//i.test(link) || protocol === "https" || userinfo !== "" || port !== 0 || isIpv6) {
    throw new BadLink(own === "tg" ? "Wrong tg URL" : "Wrong ton URL");
  }
  if (own === "tonsite" ? /[^a-z0-9_.-]/.test(host) : /[^a-z0-9_-]/.test(host)) {
    throw new BadLink("Unallowed characters in URL host");
  }
  return `${own}://${host}${path.replace(/^\/\?/, "?")}`;
}

interface Address {
  readonly protocol: string;
  readonly userinfo: string;
  readonly host: string;
  /** 0 if none is given. */
  readonly port: number;
  readonly isIpv6: boolean;
  /** With query and fragment; begins with a slash. */
  readonly path: string;
}

function parsed(link: string): Address {
  const [prefix = "", given = "http"] = /^([^:/?#@[\]]*):\/\//.exec(link) ?? [];
  const protocol = lowered(given);
  if (protocol !== "http" && protocol !== "https") throw new BadLink("Unsupported URL protocol");
  const [authority = ""] = /^[^/?#]*/.exec(link.slice(prefix.length)) ?? [];
  const [, beforePort = authority, portText] = /^(.+):([^:@\]]*)$/s.exec(authority) ?? [];
  const port = portText === undefined ? 0 : portOf(portText);
  const at = beforePort.lastIndexOf("@");
  const userinfo = beforePort.slice(0, Math.max(at, 0));
  const host = lowered(beforePort.slice(at + 1));
  const isIpv6 = /^\[.*\]$/s.test(host);
  if (isIpv6) refuseIpv6(host.slice(1, -1));
  if (host === "") throw new BadLink("URL host is empty");
  if (host === ".") throw new BadLink("Host is invalid");
  if (!isIpv6) refuse(host, "host");
  refuse(userinfo, "userinfo");
  return { protocol, userinfo, host, port, isIpv6, path: pathOf(link.slice(prefix.length + authority.length)) };
}

function portOf(text: string): number {
  const port = Number(exactInteger(text.replace(/^0+(?=.)/s, ""), 32) ?? 0n);
  if (!(port > 0 && port < 65_536)) throw new BadLink("Wrong port number specified in the URL");
  return port;
}

function refuseIpv6(address: string): void {
  if (address.includes("%") || !isIPv6(address)) throw new BadLink("Wrong IPv6 address specified in the URL");
}

/** Allows what RFC 3986 does, and anything beyond ASCII. */
function refuse(text: string, part: "host" | "userinfo"): void {
  const allowed = part === "host" ? /[a-z0-9._!$,~*'();&+=\u0080-\uffff-]/ : /[a-z0-9._!$,~*'();&+=:\u0080-\uffff-]/i;
  const [first = ""] = text.replace(new RegExp(`^(?:${allowed.source}|%[0-9a-f]{2})*`, "i"), "");
  if (first === "%") throw new BadLink(`Wrong percent-encoded symbol in URL ${part}`);
  if (first !== "") throw new BadLink(`Disallowed character in URL ${part}`);
}

function pathOf(rest: string): string {
  const path = rest.replace(/[ \t\r\n\0\v]+$/, "");
  const escaped = path.replace(/[\0- ]/g, percentEncoded);
  return escaped.startsWith("/") ? escaped : `/${escaped}`;
}

const percentEncoded = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
