import type { Answer } from "./agent.ts";

/** What a turn took, in a line below its answer. What is not known is left out. */
export function footerOf(turn: number, { usage }: Answer, elapsedMs: number | undefined): string {
  const ms = usage?.ms || elapsedMs;
  const tokens = usage && usage.inputTokens + usage.outputTokens;
  return [
    `🔄 turn ${turn}`,
    ...(ms === undefined ? [] : [`${(ms / 1_000).toFixed(1)} s`]),
    ...(tokens === undefined ? [] : [`${tokens.toLocaleString("en-US")} tokens`]),
    ...(usage?.costUsd ? [`$${usage.costUsd.toFixed(4)}`] : []),
  ].join(" · ");
}
