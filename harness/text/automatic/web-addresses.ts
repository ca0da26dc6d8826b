import { lowered } from "../ascii.ts";
import { beginOfRun, characterBefore, endOfPath, endOfRun, isInAddress, wordCharacter } from "./characters.ts";
import { isEmailAddress } from "./email-address.ts";
import { type Found, found } from "./found.ts";
import { lengthOfAddress } from "./length-of-address.ts";

/** Addresses of the web, with `http://` or without, and of mail: whatever has a dot in a name that could be one. */
export function webAddresses(text: string): Found[] {
  const addresses: Found[] = [];
  let floor = 0;
  for (;;) {
    const dot = text.indexOf(".", floor);
    if (dot < 0 || dot + 1 === text.length) return addresses;
    if (text.charAt(dot + 1) === " ") {
      floor = dot + 2;
      continue;
    }
    const { begin, end, next } = around(text, dot, floor);
    if (begin !== undefined && end > dot + 1) addresses.push(...addressIn(text, begin, end));
    floor = Math.max(next, dot + 1);
  }
}

interface Surroundings {
  /** Nothing, if what stands before the name spoils it. */
  readonly begin: number | undefined;
  readonly end: number;
  /** From where on the next address may begin. */
  readonly next: number;
}

/** The stretch of text around a dot that looks like an address. */
function around(text: string, dot: number, floor: number): Surroundings {
  const nameEnd = endOfRun(text, dot, (character) => character === "@" || isInName(character));
  const hasAt = text.slice(dot, nameEnd).includes("@");
  const nameBegin = beginOfRun(text, dot, floor, isInName);
  const begin = hasAt ? beginOfRun(text, nameBegin, floor, isInUserData) : nameBegin;
  let end = endOfPath(text, endOfPort(text, nameEnd));
  while (end > dot + 1 && text.charAt(end - 1) === ".") end--;

  const user = begin > floor && text.charAt(begin - 1) === "@" ? { end: begin - 1 } : undefined;
  const userBegin = user ? beginOfRun(text, user.end, floor, isInUserData) : begin;
  const isBad = user && (hasAt || userBegin === user.end);
  const whole = isBad ? undefined : withScheme(text, userBegin, floor);
  if (whole === undefined) return { begin: whole, end, next: text.lastIndexOf(".", end - 1) + 1 };
  return { begin: whole, end, next: endOfRun(text, end, (character) => character === ".") };
}

const isInName = (character: string) =>
  character < "\u00c0" ? /[A-Za-z0-9_.~-]/.test(character) : isInAddress(character);

const isInUserData = (character: string) => !/[\n/[\]{}()'`<>"@«»]/.test(character) && isInAddress(character);

function endOfPort(text: string, at: number): number {
  const port = /:0*([1-9]\d{0,4})(?!\d)/y;
  port.lastIndex = at;
  const [all = "", number] = port.exec(text) ?? [];
  return Number(number) <= 65_535 ? at + all.length : at;
}

/** Where the address begins with its scheme, if it has one; nothing if a foreign scheme or a word stands before it. */
function withScheme(text: string, begin: number, floor: number): number | undefined {
  if (begin === floor) return begin;
  if (text.slice(floor, begin).endsWith("://")) {
    const scheme = lowered(text.slice(beginOfRun(text, begin - 3, floor, isInScheme), begin - 3));
    if (/^[st]ftp$|^shttp$/.test(scheme)) return undefined;
    const [known] = /(?:https?|ftp|tonsite)$/.exec(scheme) ?? [];
    return known === undefined ? undefined : begin - 3 - known.length;
  }
  return spoiling.test(characterBefore(text, begin)) ? undefined : begin;
}

/** Letters beyond ASCII belong to it so that they spoil it. */
const isInScheme = (character: string) =>
  character < "\u0080" ? /[A-Za-z0-9+-]/.test(character) : !/\p{Z}/u.test(character);

const spoiling = new RegExp(`[${wordCharacter}/#@]`, "u");

function addressIn(text: string, begin: number, end: number): Found[] {
  const address = text.slice(begin, end);
  if (isEmailAddress(address)) return [found("email", begin, end)];
  if (address.startsWith("mailto:") && isEmailAddress(address.slice(7))) return [found("email", begin + 7, end)];
  const length = lengthOfAddress(address);
  return length > 0 ? [found("url", begin, begin + length)] : [];
}
