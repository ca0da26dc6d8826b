import { readFileSync, writeFileSync } from "node:fs";
import { getTdjson } from "prebuilt-tdlib";
import { askTdlib, tdlibVersion } from "./tdlib.ts";

/**
 * Writes down every name that TDLib takes for the end of an address. What to offer it, it says itself: its list lies
 * among the words of the library, where one word may be the tail of another.
 */
const accepted = [...new Set(offered())].filter(isAccepted).sort();
const lines = `${accepted.join(" ")} `.match(/.{1,115} /g) ?? [];

writeFileSync(
  "harness/text/automatic/known-domains.ts",
  `/** What may end an address without a scheme, by TDLib ${tdlibVersion}. Written by find-top-level-domains.ts. */
export const knownDomains = \`
${lines.map((line) => line.trimEnd()).join("\n")}
\`;
`,
);
console.log(`TDLib ${tdlibVersion} knows ${accepted.length} names.`);

function* offered(): Generator<string> {
  for (const word of readFileSync(getTdjson(), "utf8").split("\0")) {
    const [tail = ""] = /[\p{L}\p{M}]{2,40}$/u.exec(word) ?? [];
    for (let at = 0; at < tail.length - 1; at++) yield tail.slice(at).toLowerCase();
  }
}

function isAccepted(name: string): boolean {
  const outcome = askTdlib("automatic", `a.${name}`);
  return "entities" in outcome && outcome.entities[0]?.length === name.length + 2;
}
