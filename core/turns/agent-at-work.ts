import { titleOf } from "../session/conversation.ts";
import type { SessionView } from "../session/session.ts";
import type { TelegramFiles } from "../telegram/telegram-files.ts";
import type { Workspaces } from "../workspaces/workspaces.ts";
import { type Agent, AgentFailed, type AgentWork, type Answer, type Compacted } from "./agent.ts";
import { Approvals, type ApprovalsParts } from "./approvals/approvals.ts";
import { fetchAttachments } from "./fetch-attachments.ts";
import { TURN_VARIABLE } from "./marked-processes.ts";
import type { OwnedSession } from "./owned-session.ts";
import { decodePrompt, textOf } from "./prompt.ts";
import type { Purse } from "./purse.ts";
import { isRetry, promptKey, type Turn } from "./turn.ts";
import { type TraceParts, TurnTrace } from "./turn-trace.ts";
import type { TurnView } from "./turn-view.ts";

export interface AgentAtWorkParts extends ApprovalsParts, TraceParts {
  readonly files: TelegramFiles;
  /** Asked when the first turn runs; undefined in a bot without an agent. */
  readonly agent: () => Agent | undefined;
  readonly workspaces: Workspaces;
  readonly purse: Purse;
  /** Tells the processes that work for this bot's turns from those of others. */
  readonly mark: string;
}

/** The agent at work on one user's turns: what it is given for each, and what it shows, asks and stores meanwhile. */
export class AgentAtWork {
  /** The conversation in which it works. */
  conversationId: string | undefined;
  private readonly approvals: Approvals;

  constructor(
    private readonly session: OwnedSession,
    private readonly parts: AgentAtWorkParts,
  ) {
    this.approvals = new Approvals(parts, session.userId, (task) => session.surely(task));
  }

  /** Follows a commit: a question it asked may have been answered by it. */
  committed(session: SessionView): void {
    this.approvals.committed(session);
  }

  /** @throws whatever the agent throws. @throws {AgentFailed} also for what keeps it from beginning. */
  async answer(session: SessionView, turn: Turn, view: TurnView, signal: AbortSignal): Promise<Answer> {
    const agent = this.parts.agent();
    if (!agent) throw new AgentFailed("This bot has no agent to answer.");
    const { userId } = this.session;
    const { conversation } = session;
    this.conversationId = conversation?.id;
    const workspacePath = agent.runsCode
      ? await this.parts.workspaces.open(userId, session.workspacePath)
      : session.workspacePath;
    const marker = { [TURN_VARIABLE]: `${this.parts.mark}/${turn.id}` };
    const budgetUsd = await this.session.surely(() => this.parts.purse.open(session, this.parts.clock.now()));
    const work = { userId, sessionId: turn.sessionId, workspacePath, conversation, marker, budgetUsd, signal };
    const stored = await this.session.surely(() => this.parts.backend.read(promptKey(turn.id)));
    this.session.heldUp = undefined;
    if (turn.kind !== "prompt") {
      const done = await agent.compact(work, stored);
      return { text: compacted(turn, session, done), usage: done.usage };
    }
    if (stored === undefined) throw new AgentFailed("The text of this request is gone from the store.");
    return this.run(agent, work, turn, stored, view);
  }

  private async run(agent: Agent, work: AgentWork, turn: Turn, stored: string, view: TurnView): Promise<Answer> {
    const { signal } = work;
    const parts = decodePrompt(stored);
    const prompt = textOf(parts);
    const attachments = await fetchAttachments(parts, this.parts.files, signal);
    const begun = { title: titleOf(prompt), lastTurn: new Date(this.parts.clock.now()).toISOString() };
    let lost = false;
    const trace = new TurnTrace(this.parts, turn.id);
    const run = agent.run({
      ...work,
      id: turn.id,
      isRetry: isRetry(turn),
      prompt,
      attachments,
      progress: (text) => view.progress(text),
      step: (step) => {
        trace.note(step);
        view.step(step);
      },
      ask: (request) => view.whileAsking(() => this.approvals.ask(turn, request, signal)),
      began: async (id, inPlaceOfLost = false) => {
        lost ||= inPlaceOfLost;
        this.conversationId = id;
        await this.session.update((latest) => latest.converse(turn.id, { id, ...begun }));
      },
    });
    // Whatever comes of it: nothing of it may be written when its turn has left the ledger.
    const answer = await run.finally(() => trace.end());
    return lost ? { ...answer, text: `${CONVERSATION_LOST}\n\n${answer.text}` } : answer;
  }
}

function compacted({ kind }: Turn, session: SessionView, { tokensBefore, tokensAfter }: Compacted): string {
  const { conversation, preferences } = session;
  const why = conversation?.nearlyFull
    ? "because our conversation was nearly full"
    : `after ${preferences.maxTurnsBeforeCompact} turns`;
  const occasion = kind === "auto-compact" ? `🗜️ Auto-compact ${why}.\n` : "";
  const lengths =
    tokensBefore === undefined || tokensAfter === undefined
      ? ""
      : `\n${counted(tokensBefore)} → ${counted(tokensAfter)} tokens`;
  return `${occasion}✅ Session compacted! Turn count reset.${lengths}`;
}

const counted = (count: number) => count.toLocaleString("en-US");

const CONVERSATION_LOST = "⚠️ I can't find our earlier conversation any more, so this begins a new one.";
