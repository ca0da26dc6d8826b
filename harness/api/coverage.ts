import { methods } from "../methods/index.ts";
import { description } from "./description.ts";

/** How far the harness goes with a method: it keeps what the method does, or only checks what it is given. */
export type Coverage = "stateful" | "validated";

export const coverage: ReadonlyMap<string, Coverage> = new Map(
  [...new Set([...Object.keys(description.methods), ...Object.keys(methods)])]
    .toSorted()
    .map((name) => [name, name in methods ? "stateful" : "validated"]),
);

/** The table of the harness's README, in Markdown. */
export function coverageTable(): string {
  const width = Math.max(...[...coverage.keys()].map((name) => name.length)) + 2;
  const rows = [...coverage].map(([name, how]) => `| ${`\`${name}\``.padEnd(width)} | ${how.padEnd(9)} |`);
  const stateful = [...coverage.values()].filter((how) => how === "stateful").length;
  return [
    `${coverage.size} methods of ${description.from}: ${stateful} stateful, ${coverage.size - stateful} validated.`,
    "",
    `| ${"method".padEnd(width)} | ${"how".padEnd(9)} |`,
    `| ${"-".repeat(width)} | ${"-".repeat(9)} |`,
    ...rows,
  ].join("\n");
}

/** Where the table stands in a text. */
export const TABLE = /(?<=<!-- coverage: npm run describe-api -->\n\n).*?(?=\n\n<!-- end -->)/s;
