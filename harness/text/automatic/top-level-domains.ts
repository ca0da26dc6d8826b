import { knownDomains } from "./known-domains.ts";

/** Whether a name may end an address that has no scheme. `COM` may as well, but not `Com`: that begins a sentence. */
export function isTopLevelDomain(name: string): boolean {
  const small = [...name].map((character) => character.toLowerCase());
  const isCapitalised = small[0] !== name.slice(0, small[0]?.length) && name.endsWith(small.slice(1).join(""));
  return !isCapitalised && known.has(small.join(""));
}

const known: ReadonlySet<string> = new Set(knownDomains.trim().split(/\s/));
