import { sentenceEnd } from "./characters.ts";
import { isTopLevelDomain } from "./top-level-domains.ts";

/** How much of a text that looks like an address of the web is one; 0 if nothing is. */
export function lengthOfAddress(text: string): number {
  const [scheme = ""] = /^(?:https?|ftp|tonsite):\/\//i.exec(text) ?? [];
  const [authority = ""] = /^[^/?#]*/.exec(text.slice(scheme.length)) ?? [];
  const name = authority.slice(authority.indexOf("@") + 1).replace(/:[^:]*$/, "");
  if (!isName(name, scheme !== "")) return 0;
  const pathBegin = scheme.length + authority.length;
  return pathBegin + lengthOfPath(text.slice(pathBegin));
}

function isName(name: string, hasScheme: boolean): boolean {
  const labels = name.split(".");
  if (/^teiegram\.org$/i.test(name) || labels.length < 2 || !labels.every(isLabel)) return false;
  if (labels.every((label) => /^\d+$/.test(label))) return labels.length === 4 && labels.every(isByte);
  const [beforeLast = "", last = ""] = labels.slice(-2);
  return isEnding(last, hasScheme) && !beforeLast.includes("_");
}

const isLabel = (label: string) => label !== "" && !label.endsWith("-") && Buffer.byteLength(label) < 64;

const isByte = (digits: string) => /^(?:0|[1-9]\d{0,2})$/.test(digits) && Number(digits) < 256;

/** With a scheme before it any name may be the last. */
function isEnding(name: string, hasScheme: boolean): boolean {
  if (name.startsWith("xn--")) return /^xn--[a-z0-9]{2,}$/i.test(name);
  if ([...name].length < 2 || /[_-]/.test(name)) return false;
  return hasScheme || isTopLevelDomain(name);
}

/** A bracket that was not opened in it ends a path. */
function lengthOfPath(path: string): number {
  const open = { ")": 0, "]": 0, "}": 0 };
  let end = 0;
  for (; end < path.length; end++) {
    const character = path.charAt(end);
    const closing = closingOf.get(character);
    if (closing) open[closing]++;
    if (isClosing(character) && --open[character] < 0) break;
  }
  while (end > 0 && sentenceEnd.includes(path.charAt(end - 1))) end--;
  return end;
}

type Closing = ")" | "]" | "}";

const closingOf: ReadonlyMap<string, Closing> = new Map([
  ["(", ")"],
  ["[", "]"],
  ["{", "}"],
]);

const isClosing = (character: string): character is Closing => /[)\]}]/.test(character);
