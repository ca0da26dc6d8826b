import { AgentFailed, type Log } from "#core";
import type { Connection } from "./connection.ts";
import { begunSchema, type Modes, openedSchema } from "./messages.ts";

export interface SessionOptions {
  readonly connection: Connection;
  readonly workspace: string;
  /** Default: `default`, if the agent has a mode of that name; else its own. */
  readonly mode: string | undefined;
  readonly log: Log;
  readonly withinMs: number;
}

/** Whether the agent can go on with a conversation that an earlier process of it has had. */
export function canGoOn({ agent }: Connection): boolean {
  return agent.agentCapabilities.sessionCapabilities.resume || agent.agentCapabilities.loadSession;
}

/** @throws {ConversationUnknown} @throws {AgentFailed} */
export async function goOnWith(id: string, options: SessionOptions): Promise<void> {
  const { connection, workspace, withinMs } = options;
  // Loading has the agent tell all of the conversation again, for which there is no use here.
  const method = connection.agent.agentCapabilities.sessionCapabilities.resume ? "session/resume" : "session/load";
  const params = { sessionId: id, cwd: workspace, mcpServers: [] };
  const { modes } = openedSchema.parse(await connection.request(method, params, withinMs));
  await choose(modes, id, options);
}

/** @returns its id. @throws {AgentFailed} */
export async function beginSession(options: SessionOptions): Promise<string> {
  const { connection, workspace, withinMs } = options;
  const params = { cwd: workspace, mcpServers: [] };
  const { sessionId, modes } = begunSchema.parse(await connection.request("session/new", params, withinMs));
  await choose(modes, sessionId, options);
  return sessionId;
}

async function choose(modes: Modes, sessionId: string, { connection, mode, log, withinMs }: SessionOptions) {
  const has = (id: string) => modes?.availableModes.some((each) => each.id === id) ?? false;
  if (mode !== undefined && !has(mode)) {
    log.error("agent has no such mode", { mode, modes: modes?.availableModes.map(({ id }) => id) ?? [] });
    throw new AgentFailed(
      "This bot wants a mode of its agent that it does not have. Only its operator can mend that.",
      {
        isPassing: true,
      },
    );
  }
  const wanted = mode ?? (has(CAREFUL) ? CAREFUL : undefined);
  if (wanted !== undefined && wanted !== modes?.currentModeId)
    await connection.request("session/set_mode", { sessionId, modeId: wanted }, withinMs);
}

/** By custom the name of the mode that asks before it acts. */
const CAREFUL = "default";
