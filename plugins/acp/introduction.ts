import { mkdtempDisposable, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Log, SetupInvalid } from "#core";
import { AgentUnfit } from "./failure-of.ts";
import type { Host } from "./host.ts";
import { canGoOn } from "./session.ts";

/**
 * Has the agent introduce itself, and says in the log what is to be known of it. One that fails now may do later: that
 * is logged, and the turns will say so.
 *
 * @throws {SetupInvalid} if it never will.
 */
export async function introduce(host: Host, command: readonly string[], log: Log): Promise<void> {
  const directory = await mkdtempDisposable(join(await realpath(tmpdir()), "acp-"));
  const { path } = directory;
  try {
    const signal = new AbortController().signal;
    await host.talk({ home: path, workspace: path, signal }, async (connection) => {
      const { agentInfo } = connection.agent;
      log.info("agent introduced itself", { agent: agentInfo?.name ?? command[0], version: agentInfo?.version });
      if (!canGoOn(connection))
        log.warn("agent can't go on with a conversation", {
          why: "it offers neither session/resume nor session/load",
          advice: "each message stands alone, and users are told so",
        });
    });
  } catch (error) {
    if (error instanceof AgentUnfit)
      throw new SetupInvalid(`${error.reason} (${command.join(" ")})`, HOW_TO_FIT, error);
    log.error("agent did not introduce itself", {
      advice: "does its command want an argument, to speak the Agent Client Protocol?",
      error,
    });
  } finally {
    await directory.remove();
  }
}

const HOW_TO_FIT = "Name another command in AGENT=acp:, or another version of it.";
