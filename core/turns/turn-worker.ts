import { setTimeout as pause } from "node:timers/promises";
import type { Api } from "grammy";
import type { LimitFunction } from "p-limit";
import type { Access } from "../access/access.ts";
import type { Backend } from "../backend.ts";
import { STORE_AWAY } from "../bot/notices.ts";
import type { Clock } from "../clock.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import { Stopping } from "../retry.ts";
import { titleOf } from "../session/conversation.ts";
import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import type { SessionView } from "../session/session.ts";
import type { TelegramFiles } from "../telegram/telegram-files.ts";
import type { Workspaces } from "../workspaces/workspaces.ts";
import { type Agent, AgentFailed, type Answer, type Compacted } from "./agent.ts";
import { formatted } from "./answer/markdown.ts";
import { plain } from "./answer/rich-text.ts";
import { Approvals, type ApprovalsParts } from "./approvals/approvals.ts";
import { asOwner } from "./as-owner.ts";
import { fetchAttachments } from "./fetch-attachments.ts";
import { footerOf } from "./footer.ts";
import { SETTLES_AFTER_MS } from "./gathering.ts";
import { promptsAfter } from "./ledger.ts";
import { TURN_VARIABLE } from "./marked-processes.ts";
import { decodePrompt, promptText, textOf } from "./prompt.ts";
import type { PromptFetcher } from "./prompt-fetcher.ts";
import type { Purse } from "./purse.ts";
import { receiptFor } from "./receipt.ts";
import { decodeAnswer, encodeAnswer } from "./stored-answer.ts";
import type { Tenure } from "./tenure.ts";
import { answerKey, promptKey, type Turn } from "./turn.ts";
import type { TurnLimits } from "./turn-limits.ts";
import { howFar, TurnTrace } from "./turn-trace.ts";
import { TurnView } from "./turn-view.ts";
import { dayOf, type Usage } from "./usage.ts";

export interface TurnWorkerParts extends ApprovalsParts {
  readonly backend: Backend;
  readonly sessions: KeyedSessionStore;
  readonly api: Api;
  /** Tries once: for what only shows that work goes on. */
  readonly courtesy: Api;
  readonly files: TelegramFiles;
  readonly access: Access;
  readonly log: Log;
  readonly clock: Clock;
  readonly storeOutage: Outage;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
  /** Asked when the first turn runs; undefined in a bot without an agent. */
  readonly agent: () => Agent | undefined;
  readonly tenure: Tenure;
  readonly workspaces: Workspaces;
  readonly limits: TurnLimits;
  readonly purse: Purse;
  /** Runs a task when there is a place for one more turn. */
  readonly places: LimitFunction;
  /** Tells the processes that work for this bot's turns from those of others. */
  readonly mark: string;
  readonly fetcher: PromptFetcher;
  /** Removes what an ended turn kept beside the session. */
  readonly tidy: (turnId: string) => Promise<void>;
}

interface Running {
  readonly turn: Turn;
  readonly abort: AbortController;
  /** Whether the user has stopped it, in a session that goes on. */
  stopped: boolean;
}

/** Works off one user's line. */
export class TurnWorker {
  /** Whether something was committed since the last look. */
  again = false;
  /** Settled when it has nothing more to do; set by whoever began it. */
  done: Promise<void> = Promise.resolve();
  private running: Running | undefined;
  /** The conversation in which it works. */
  private conversationId: string | undefined;
  /** The turn whose user waits for the store, and not for the agent. */
  private heldUp: Turn | undefined;
  private stopping = false;
  private readonly approvals: Approvals;
  private toldFull = false;

  constructor(
    private readonly userId: number,
    private readonly parts: TurnWorkerParts,
  ) {
    this.approvals = new Approvals(parts, userId, (task) => this.surely(task));
  }

  runs(turnId: string): boolean {
    return this.running?.turn.id === turnId;
  }

  /** Stops what runs, if it is one of those that the commit has ended, and tells it what was decided. */
  committed(turnIds: readonly string[], session: SessionView): void {
    this.approvals.committed(session);
    if (!this.running || !turnIds.includes(this.running.turn.id)) return;
    this.running.stopped = session.id === this.running.turn.sessionId;
    this.abort();
  }

  abort(): void {
    this.running?.abort.abort();
  }

  /** Begins nothing more, and notes what runs as interrupted. */
  stop(): void {
    this.stopping = true;
    this.abort();
  }

  /** @param leave called when there is nothing more to do. @throws {Stopping} when another process works it off. */
  async work(leave: () => void): Promise<void> {
    do {
      this.again = false;
      while (await this.step());
    } while (this.again && !this.stopping);
    leave();
  }

  /** @returns whether there may be more to do. */
  private async step(): Promise<boolean> {
    const session = await this.surely(() => this.parts.sessions.read(this.userId));
    const turn = session?.turns[0];
    if (session) this.parts.fetcher.look(session);
    if (!session || !turn || this.stopping) return false;
    if (turn.state === "queued" && (await this.settle(turn))) return true;
    if (turn.state === "queued") return turn.awaits === undefined && this.whenPlace(turn);
    if (turn.state === "answered") return this.deliver(turn, new TurnView(this.parts, turn));
    // Found running, it was cut off with the process that ran it: it is not run again blindly.
    if (turn.state === "running" && turn.kind !== "prompt") return this.endCompact(turn, COMPACT_INTERRUPTED);
    const isTold = turn.receipt || this.parts.fetcher.isAt(turn.id);
    if (turn.state === "running" || !isTold) {
      await this.tellInterrupted(turn, new TurnView(this.parts, turn));
    }
    return false;
  }

  /** Of some requests more may come within a moment. @returns whether it has been waited for. */
  private async settle({ gathers }: Turn): Promise<boolean> {
    const left = Math.min((gathers?.until ?? 0) - this.parts.clock.now(), SETTLES_AFTER_MS);
    if (left <= 0) return false;
    await pause(left, undefined, { signal: this.parts.signal }).catch(() => {
      throw new Stopping();
    });
    return true;
  }

  private whenPlace(turn: Turn): Promise<boolean> {
    const { places, api, limits } = this.parts;
    // Not for each of many that wait: the rest of them know it by then.
    if (!this.toldFull && places.activeCount + places.pendingCount >= limits.atOnce) {
      this.toldFull = true;
      const full = `⏳ As many requests are at work as may be (${limits.atOnce}). Yours comes next when there is room.`;
      api.sendMessage(turn.chatId, full, { message_thread_id: turn.threadId }).catch(() => {});
    }
    return places(() => this.run(turn));
  }

  private async run(turn: Turn): Promise<boolean> {
    const { sessions, access, log, limits } = this.parts;
    const { userId } = this;
    if (this.stopping) return false;
    const view = new TurnView(this.parts, turn);
    if (!access.allows(userId)) return this.end(turn, view, "⛔ Unauthorized", "stopped");
    this.heldUp = turn;
    if (!(await this.surely(() => sessions.update(userId, (latest) => latest.startTurn(turn.id))))) return true;
    const session = (await this.surely(() => sessions.read(userId))) ?? sessions.empty(userId);
    const abort = new AbortController();
    const late = AbortSignal.timeout(limits.minutes * 60_000);
    const signal = AbortSignal.any([abort.signal, late]);
    const running: Running = { turn, abort, stopped: false };
    this.running = running;
    if (this.stopping) abort.abort();
    view.begin();
    try {
      const answer = (await this.earlierAnswer(turn)) ?? (await this.askAgent(session, turn, view, signal));
      this.heldUp = turn;
      return await this.finish(turn, view, answer);
    } catch (thrown) {
      if (thrown instanceof Stopping || thrown instanceof StoreUnavailable) throw thrown;
      const error = late.aborted ? tooLong(limits.minutes, thrown) : thrown;
      if (thrown instanceof AgentFailed && thrown.usage) {
        await this.pay(thrown.usage);
        await this.countUsage(thrown.usage);
      }
      // Given up, that is: what it says now is nobody's business.
      if (this.parts.tenure.isOver) throw new Stopping();
      if (this.stopping) return this.interrupt(turn);
      if (abort.signal.aborted) {
        if (running.stopped) await view.cutOff();
        return true;
      }
      const reason = error instanceof AgentFailed ? error.message : "Something went wrong.";
      log.error("turn failed", { userId, turn: turn.id, kind: turn.kind, error });
      this.heldUp = turn;
      if ((await this.stateOf(turn)) !== "running") return true;
      if (turn.kind === "prompt" && error instanceof AgentFailed && error.isPassing) {
        await this.tellInterrupted(turn, view, error.message);
        return false;
      }
      return await this.end(turn, view, failure(turn, reason), "failed");
    } finally {
      this.running = undefined;
      this.heldUp = undefined;
      view.rest();
    }
  }

  /** A turn that was interrupted may have been so behind its work, and what an agent has done it must not do again. */
  private async earlierAnswer({ id, receipt }: Turn): Promise<Answer | undefined> {
    return receipt === undefined ? undefined : this.storedAnswer(id);
  }

  private async askAgent(session: SessionView, turn: Turn, view: TurnView, signal: AbortSignal): Promise<Answer> {
    const agent = this.parts.agent();
    if (!agent) throw new AgentFailed("This bot has no agent to answer.");
    const { userId } = this;
    const { conversation } = session;
    this.conversationId = conversation?.id;
    const workspacePath = agent.runsCode
      ? await this.parts.workspaces.open(userId, session.workspacePath)
      : session.workspacePath;
    const marker = { [TURN_VARIABLE]: `${this.parts.mark}/${turn.id}` };
    const budgetUsd = await this.surely(() => this.parts.purse.open(session, this.parts.clock.now()));
    const work = { userId, sessionId: turn.sessionId, workspacePath, conversation, marker, budgetUsd, signal };
    const stored = await this.surely(() => this.parts.backend.read(promptKey(turn.id)));
    this.heldUp = undefined;
    if (turn.kind !== "prompt") {
      const done = await agent.compact(work, stored);
      return { text: compacted(turn, session, done), usage: done.usage };
    }
    if (stored === undefined) throw new AgentFailed("The text of this request is gone from the store.");
    const parts = decodePrompt(stored);
    const prompt = textOf(parts);
    const attachments = await fetchAttachments(parts, this.parts.files, signal);
    const begun = { title: titleOf(prompt), lastTurn: new Date(this.parts.clock.now()).toISOString() };
    let lost = false;
    const trace = new TurnTrace(this.parts, turn.id);
    const run = agent.run({
      ...work,
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
        await this.surely(() =>
          this.parts.sessions.update(userId, (latest) => latest.converse(turn.id, { id, ...begun })),
        );
      },
    });
    // Whatever comes of it: nothing of it may be written when its turn has left the ledger.
    const answer = await run.finally(() => trace.end());
    return lost ? { ...answer, text: `${CONVERSATION_LOST}\n\n${answer.text}` } : answer;
  }

  private async finish(turn: Turn, view: TurnView, answer: Answer): Promise<boolean> {
    const { backend, sessions, log, clock, tidy } = this.parts;
    const { userId } = this;
    await this.surely(() => backend.compareAndSet(answerKey(turn.id), undefined, encodeAnswer(answer)));
    const outcome = { ...answer, at: clock.now() };
    if (answer.usage) await this.pay(answer.usage);
    if (await this.surely(() => sessions.update(userId, (latest) => latest.answerTurn(turn.id, outcome)))) {
      return this.deliver(turn, view);
    }
    // The user has cleared the session meanwhile, and nobody waits for this answer; or another process was the owner
    // for a moment and reported the turn as interrupted: then the answer is there when Retry is pressed.
    if ((await this.stateOf(turn)) === undefined) {
      log.info("answer of a dropped turn discarded", { userId, turn: turn.id });
      if (answer.usage) await this.countUsage(answer.usage);
      await tidy(turn.id);
    }
    return true;
  }

  private async deliver(turn: Turn, view: TurnView): Promise<boolean> {
    this.heldUp = turn;
    const answer = await this.storedAnswer(turn.id);
    if (answer === undefined && (await this.stateOf(turn)) !== "answered") return true;
    if (answer === undefined) return this.end(turn, view, "❌ The answer is gone from the store.", "delivered");
    const footer = await this.footer(turn, answer, view.elapsedMs);
    await view.end(formatted(answer.text), { source: answer.text, footer });
    return this.leave(turn, "delivered");
  }

  private async footer(turn: Turn, answer: Answer, elapsedMs: number | undefined): Promise<string | undefined> {
    if (turn.kind !== "prompt") return undefined;
    const session = await this.surely(() => this.parts.sessions.read(this.userId));
    if (!session?.preferences.showUsage) return undefined;
    return footerOf(session.turnCount - promptsAfter(session.turns, 0), answer, elapsedMs);
  }

  private async storedAnswer(turnId: string): Promise<Answer | undefined> {
    const stored = await this.surely(() => this.parts.backend.read(answerKey(turnId)));
    return stored === undefined ? undefined : decodeAnswer(stored);
  }

  /** The last word on a turn precedes the commit that forgets it: after a crash in between it is said again. */
  private async end(turn: Turn, view: TurnView, text: string, state: string): Promise<boolean> {
    await view.end(plain(text));
    return this.leave(turn, state);
  }

  private async leave(turn: Turn, state: string): Promise<boolean> {
    this.heldUp = undefined;
    const { userId } = this;
    await this.surely(() => this.parts.sessions.update(userId, (latest) => latest.removeTurn(turn.id)));
    this.parts.log.debug("turn ended", { userId, turn: turn.id, kind: turn.kind, state });
    return true;
  }

  private endCompact(turn: Turn, text: string): Promise<boolean> {
    return this.end(turn, new TurnView(this.parts, turn), text, "interrupted");
  }

  private async pay({ costUsd }: Usage): Promise<void> {
    await this.surely(() => this.parts.purse.pay(costUsd, this.parts.clock.now()));
  }

  private async countUsage(usage: Usage): Promise<void> {
    const now = this.parts.clock.now();
    await this.surely(() =>
      this.parts.sessions.update(this.userId, (latest) => latest.countUsage(usage, dayOf(now), this.conversationId)),
    );
  }

  private async interrupt(turn: Turn): Promise<boolean> {
    await this.surely(() => this.parts.sessions.update(this.userId, (latest) => latest.interruptTurn(turn.id, false)));
    return false;
  }

  /** @param reason why, if it was not the bot's own end. */
  private async tellInterrupted(turn: Turn, view: TurnView, reason?: string): Promise<void> {
    // Before the receipt goes out: its buttons must find the turn as they need it, however fast they are pressed.
    if (turn.state !== "interrupted") await this.interrupt(turn);
    const prompt = await this.surely(() => this.parts.backend.read(promptKey(turn.id)));
    const far = await this.surely(() => howFar(this.parts.backend, turn.id));
    const { text, keyboard } = receiptFor(turn, prompt && promptText(prompt), { reason, far });
    await view.end(plain(text), { keyboard });
    await this.surely(() => this.parts.sessions.update(this.userId, (latest) => latest.interruptTurn(turn.id, true)));
    this.parts.log.info("interrupted turn reported", { userId: this.userId, turn: turn.id });
  }

  /** What the ledger says of a turn; undefined if it knows it no more. */
  private async stateOf({ id }: Turn): Promise<Turn["state"] | undefined> {
    const session = await this.surely(() => this.parts.sessions.read(this.userId));
    return session?.turns.find((turn) => turn.id === id)?.state;
  }

  /** What only the owner may do: waits for that place and for the store. @throws {Stopping} when it is another's. */
  private surely<T>(task: () => Promise<T>): Promise<T> {
    return asOwner(this.parts, task, () => this.tellAway());
  }

  private tellAway(): void {
    const { storeOutage, api } = this.parts;
    const turn = this.heldUp;
    if (!turn || !storeOutage.active || !storeOutage.shouldTell(this.userId)) return;
    api.sendMessage(turn.chatId, STORE_AWAY, { message_thread_id: turn.threadId }).catch(() => {});
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

const tooLong = (minutes: number, cause: unknown) =>
  new AgentFailed(`I stopped after ${minutes} minutes, the longest a request may take. Say “go on” to continue.`, {
    cause,
  });

const counted = (count: number) => count.toLocaleString("en-US");

const CONVERSATION_LOST = "⚠️ I can't find our earlier conversation any more, so this begins a new one.";

const failure = ({ kind }: Turn, reason: string) =>
  kind === "prompt" ? `❌ ${reason} Your session is safe.` : `❌ Compacting failed, nothing was changed: ${reason}`;

const COMPACT_INTERRUPTED = "⚠️ Compacting was interrupted, nothing was changed. Send /compact to try again.";
