import type { RefinementCtx } from "zod";
import { type Agent, type Log } from "#core";
import { AcpAgent, ClaudeAgent, EchoAgent } from "#plugins";
import { type CommandLine, commandLine } from "./command-line.ts";
import type { Config } from "./config.ts";

/** Who answers. */
export type AgentChoice =
  | { readonly kind: "echo" }
  | { readonly kind: "claude" }
  | { readonly kind: "acp"; readonly command: CommandLine };

/** Reads what `AGENT` says: `echo`, `claude`, or `acp:` with a program and its arguments. */
export function agentChoice(text: string, context: RefinementCtx): AgentChoice {
  if (text === "echo" || text === "claude") return { kind: text };
  if (!text.startsWith(ACP)) context.addIssue(`is neither echo, claude nor ${ACP}COMMAND`);
  const command = text.startsWith(ACP) ? commandLine(text, ACP, context) : undefined;
  return command ? { kind: "acp", command } : { kind: "echo" };
}

/** @throws {SetupInvalid} if what it needs is not there. */
export async function agentOf({ agent, claude, acp, echoDelayMs }: Config, log: Log): Promise<Agent> {
  if (agent.kind === "echo") return new EchoAgent({ delayMs: echoDelayMs });
  const loaded =
    agent.kind === "claude"
      ? await ClaudeAgent.load(claude)
      : await AcpAgent.load({ ...acp, command: agent.command }, log);
  const { sandboxed } = agent.kind === "claude" ? claude : acp;
  if (!loaded.isSandboxed)
    log.warn("agents see this whole machine", {
      why:
        sandboxed === false
          ? `${agent.kind.toUpperCase()}_SANDBOX=false`
          : "bubblewrap (bwrap) is not installed, or may not be used here",
      advice: "all users share one account until they are kept apart by bubblewrap",
    });
  return loaded;
}

const ACP = "acp:";
