import { stat } from "node:fs/promises";
import { AgentFailed } from "../turns/agent.ts";

/** @throws {AgentFailed} if the directory in which an agent is to work is not there: it would blame something else. */
export async function sureOfWorkspace(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) throw new AgentFailed(`Your workspace ${path} is not there.`);
}
