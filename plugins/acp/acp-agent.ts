import { existsSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import {
  type Agent,
  AgentFailed,
  type AgentTurn,
  type AgentWork,
  type Answer,
  type Compacted,
  findSandbox,
  type Log,
  sureOfHomes,
} from "#core";
import type { AcpOptions } from "./acp-options.ts";
import { approvalRequest, optionFor } from "./approval-request.ts";
import type { Connection } from "./connection.ts";
import { ConversationUnknown } from "./failure-of.ts";
import { Host, type Talk } from "./host.ts";
import { introduce } from "./introduction.ts";
import { loadSdk } from "./load-sdk.ts";
import type { PermissionAsked } from "./messages.ts";
import { promptBlocks } from "./prompt-blocks.ts";
import { askAgent } from "./prompt-turn.ts";
import { beginSession, canGoOn, goOnWith, type SessionOptions } from "./session.ts";
import { UpdateWatch } from "./update-watch.ts";

/**
 * Any agent that speaks the Agent Client Protocol on its stdin and stdout answers the turns: a process for each, which
 * goes on with the conversation that the session names.
 */
export class AcpAgent implements Agent {
  readonly name = "acp";
  readonly runsCode = true;

  private constructor(
    private readonly host: Host,
    private readonly options: AcpOptions,
    private readonly log: Log,
    /** Whether an agent sees only the workspace it works in. */
    readonly isSandboxed: boolean,
  ) {}

  /**
   * Also has the agent introduce itself, and says in the log what is to be known of it.
   *
   * @throws {SetupInvalid} if the SDK is not installed, the agent speaks another protocol, a sandbox is asked for and
   * can't be had, or the homes can't be made.
   */
  static async load(options: AcpOptions, log: Log): Promise<AcpAgent> {
    const sdk = await loadSdk();
    const sandbox = await findSandbox({ ...options, variable: "ACP_SANDBOX" });
    await sureOfHomes(options.directory, "The agent", "ACP_HOME");
    const host = new Host(options, sdk, sandbox);
    await introduce(host, options.command, log);
    return new AcpAgent(host, options, log, sandbox !== undefined);
  }

  async run(turn: AgentTurn): Promise<Answer> {
    const { workspacePath: workspace, conversation, budgetUsd, signal } = turn;
    const watch = new UpdateWatch({ ...turn, workspace, costBefore: conversation?.costUsd ?? 0, budgetUsd });
    const asked = (request: PermissionAsked) => decide(request, turn, watch);
    return this.talk(turn, { watch, asked }, async (connection) => {
      const { sessionId, goesOn, forgets } = await this.open(connection, turn);
      const request = turn.isRetry && goesOn ? `${turn.prompt}\n\n${HEARD_BEFORE}` : turn.prompt;
      const seesPictures = connection.agent.agentCapabilities.promptCapabilities.image;
      const prompt = await promptBlocks(request, turn.attachments, { workspace, seesPictures });
      const { text, usage } = await askAgent({ connection, watch, sessionId, prompt, signal });
      const { contextNearlyFull } = watch;
      return { text: forgets ? `${FORGETFUL}\n\n${text}` : text, usage, contextNearlyFull };
    });
  }

  async compact(work: AgentWork, instructions = ""): Promise<Compacted> {
    const { conversation, workspacePath: workspace, signal } = work;
    if (!conversation) throw new AgentFailed(NOTHING_TO_COMPACT);
    const sessionId = conversation.id;
    const watch = new UpdateWatch({ workspace, costBefore: conversation.costUsd });
    return this.talk(work, { watch }, async (connection) => {
      if (!canGoOn(connection)) throw new AgentFailed(CANT_COMPACT);
      await goOnWith(sessionId, this.sessionOptions(connection, work)).catch((error: unknown) => {
        throw error instanceof ConversationUnknown ? new AgentFailed(NOTHING_TO_COMPACT, { cause: error }) : error;
      });
      const commands = await Promise.race([watch.commands, pause(COMMANDS_WITHIN_MS, undefined, { ref: false })]);
      if (!commands?.includes("compact")) throw new AgentFailed(CANT_COMPACT);
      const tokensBefore = watch.contextTokens;
      const text = `/compact ${instructions.replace(/\s+/g, " ")}`.trim();
      const { usage } = await askAgent({ connection, watch, sessionId, prompt: [{ type: "text", text }], signal });
      if (watch.failure === undefined) return { tokensBefore, tokensAfter: watch.contextTokens, usage };
      const cause = new Error(watch.failure);
      throw new AgentFailed("The agent could not shorten our conversation.", { cause, usage });
    });
  }

  async forget(userId: number, conversationId: string): Promise<void> {
    const home = this.host.homeOf(userId);
    if (!existsSync(home)) return;
    const signal = AbortSignal.timeout(FORGETS_WITHIN_MS);
    await this.host.talk({ home, workspace: home, signal }, async (connection) => {
      // For one that is gone already the SDK takes the agent's refusal as done.
      if (connection.agent.agentCapabilities.sessionCapabilities.delete)
        await connection.request("session/delete", { sessionId: conversationId }, FORGETS_WITHIN_MS);
    });
  }

  private talk<T>(
    { userId, workspacePath: workspace, signal, marker }: AgentWork,
    { watch, asked }: { readonly watch: UpdateWatch } & Pick<Talk, "asked">,
    talk: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const home = this.host.homeOf(userId);
    return this.host.talk({ home, workspace, signal, marker, asked, told: (update) => watch.take(update) }, talk);
  }

  private async open(connection: Connection, turn: AgentTurn) {
    const { conversation } = turn;
    const options = this.sessionOptions(connection, turn);
    const remembers = canGoOn(connection);
    if (conversation && remembers) {
      try {
        await goOnWith(conversation.id, options);
        return { sessionId: conversation.id, goesOn: true, forgets: false };
      } catch (error) {
        if (!(error instanceof ConversationUnknown)) throw error;
      }
    }
    const sessionId = await beginSession(options);
    // One in which nothing was answered is no loss.
    const isLoss = conversation !== undefined && conversation.turns > 0;
    await turn.began(sessionId, isLoss && remembers);
    return { sessionId, goesOn: false, forgets: isLoss && !remembers };
  }

  private sessionOptions(connection: Connection, { workspacePath }: AgentWork): SessionOptions {
    const { mode } = this.options;
    return { connection, workspace: workspacePath, mode, log: this.log, withinMs: this.host.beginsWithinMs };
  }
}

async function decide(request: PermissionAsked, turn: AgentTurn, watch: UpdateWatch): Promise<string | undefined> {
  const call = watch.calls.merge(request.toolCall);
  const decision = await turn.ask(approvalRequest(call, turn.workspacePath));
  return turn.signal.aborted ? undefined : optionFor(decision, request.options);
}

const NOTHING_TO_COMPACT = "There is too little to compact yet.";
const CANT_COMPACT = "This agent can't shorten our conversation. /clear begins a new one.";
const FORGETFUL = "⚠️ This agent can't go on with a conversation, so it does not know what was said before.";
/** The protocol has no way to find out whether it has. */
const HEARD_BEFORE =
  "(You may have heard this before, and were interrupted at it. See what of it is done already, and go on.)";
const FORGETS_WITHIN_MS = 10_000;
const COMMANDS_WITHIN_MS = 3_000;
