import { createHash, type UUID } from "node:crypto";
import type { AgentTurn } from "#core";
import type { Content } from "./claude-run.ts";

/** Under which Claude Code keeps what a turn says to it: the same when it is tried again with the same words. */
export function promptIdOf({ id }: Pick<AgentTurn, "id">, content: Content): UUID {
  const hash = createHash("sha256")
    .update(`${id}\n${JSON.stringify(content)}`)
    .digest("hex");
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
