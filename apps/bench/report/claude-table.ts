import type { ClaudeFigures, ClaudeTimes } from "../claude-turns.ts";
import { figure, table } from "./table.ts";

/** Below it stands what the bot itself took. */
export function claudeTable(count: number, { alone, together, botBytes, agentBytes }: ClaudeFigures): string {
  const row = (title: string, { toProcess, toRequest, toAnswer }: ClaudeTimes, memory: string) => [
    title,
    figure(toProcess),
    figure(toRequest),
    figure(toAnswer),
    memory,
  ];
  const times = table(
    ["turns", "message to process, ms", "process to request, ms", "model's answer to the bot's, ms", "MB each"],
    [row(`${count}, one after the other`, alone, "–"), row(`${count} at once`, together, figure(agentBytes / 1e6))],
  );
  const [before, meanwhile] = [figure(botBytes.before / 1e6), figure(botBytes.meanwhile / 1e6)];
  return `${times}\n\nThe bot's own process: ${before} MB before the ${count} at once, ${meanwhile} MB while they ran.`;
}
