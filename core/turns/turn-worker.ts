import { setTimeout as pause } from "node:timers/promises";
import type { LimitFunction } from "p-limit";
import type { Access } from "../access/access.ts";
import { StoreUnavailable } from "../errors.ts";
import { Stopping } from "../retry.ts";
import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import type { SessionView } from "../session/session.ts";
import { AgentFailed } from "./agent.ts";
import { AgentAtWork, type AgentAtWorkParts } from "./agent-at-work.ts";
import { SETTLES_AFTER_MS } from "./gathering.ts";
import { OwnedSession, type OwnedSessionParts } from "./owned-session.ts";
import type { PromptFetcher } from "./prompt-fetcher.ts";
import type { Turn } from "./turn.ts";
import { TurnEndings, type TurnEndingsParts } from "./turn-endings.ts";
import type { TurnLimits } from "./turn-limits.ts";
import { TurnView, type TurnViewParts } from "./turn-view.ts";

export interface TurnWorkerParts extends AgentAtWorkParts, OwnedSessionParts, TurnEndingsParts, TurnViewParts {
  readonly sessions: KeyedSessionStore;
  readonly access: Access;
  readonly limits: TurnLimits;
  /** Runs a task when there is a place for one more turn. */
  readonly places: LimitFunction;
  readonly fetcher: PromptFetcher;
  /** Since when this process works off the lines, in ms since the epoch. */
  readonly since: number;
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
  private stopping = false;
  private toldFull = false;
  /** The turn whose further messages were waited for, until when they could come. */
  private settled: string | undefined;
  private readonly session: OwnedSession;
  private readonly agent: AgentAtWork;
  private readonly endings: TurnEndings;

  constructor(
    userId: number,
    private readonly parts: TurnWorkerParts,
  ) {
    this.session = new OwnedSession(userId, parts);
    this.agent = new AgentAtWork(this.session, parts);
    this.endings = new TurnEndings(this.session, parts);
  }

  runs(turnId: string): boolean {
    return this.running?.turn.id === turnId;
  }

  /** Stops what runs, if it is one of those that the commit has ended, and tells it what was decided. */
  committed(turnIds: readonly string[], session: SessionView): void {
    this.agent.committed(session);
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
    const session = await this.session.read();
    const turn = session?.turns[0];
    if (session) this.parts.fetcher.look(session);
    if (!session || !turn || this.stopping) return false;
    if (turn.state === "queued" && (await this.settle(turn))) return true;
    if (turn.state === "queued") return turn.awaits === undefined && this.whenPlace(turn);
    const view = new TurnView(this.parts, turn);
    if (turn.state === "answered") {
      await this.endings.deliver(turn, view);
      return true;
    }
    // Found running, or interrupted by a stop, it was cut off with the process that ran it: it is not run again blindly.
    // A compaction has no text to ask about, and holds nothing up.
    if (turn.kind !== "prompt") {
      await this.endings.end(turn, view, COMPACT_INTERRUPTED, "interrupted");
      return true;
    }
    const isTold = turn.receipt || this.parts.fetcher.isAt(turn.id);
    if (turn.state === "running" || !isTold) await this.endings.tellInterrupted(turn, view);
    return false;
  }

  /**
   * Of some requests more may come within a moment; what was sent while nobody took it comes after the start.
   * @returns whether it has been waited for.
   */
  private async settle({ id, gathers }: Turn): Promise<boolean> {
    if (!gathers) return false;
    // Once, however far a clock was put back meanwhile.
    const awaited = `${id} ${gathers.until}`;
    if (this.settled === awaited) return false;
    const until = Math.max(gathers.until, this.parts.since + SETTLES_AFTER_MS);
    const left = Math.min(until - this.parts.clock.now(), SETTLES_AFTER_MS);
    if (left <= 0) return false;
    await pause(left, undefined, { signal: this.parts.signal }).catch(() => {
      throw new Stopping();
    });
    this.settled = awaited;
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
    const { userId } = this.session;
    if (this.stopping) return false;
    const view = new TurnView(this.parts, turn);
    if (!access.allows(userId)) {
      await this.endings.end(turn, view, "⛔ Unauthorized", "stopped");
      return true;
    }
    this.session.heldUp = turn;
    if (!(await this.session.update((latest) => latest.startTurn(turn.id)))) return true;
    const session = (await this.session.read()) ?? sessions.empty(userId);
    const abort = new AbortController();
    const late = AbortSignal.timeout(limits.minutes * 60_000);
    const signal = AbortSignal.any([abort.signal, late]);
    const running: Running = { turn, abort, stopped: false };
    this.running = running;
    if (this.stopping) abort.abort();
    view.begin();
    try {
      const earlier = await this.endings.earlierAnswer(turn);
      const answer = earlier ?? (await this.agent.answer(session, turn, view, signal));
      await this.endings.answer(turn, view, answer, this.agent.conversationId);
      return true;
    } catch (thrown) {
      if (thrown instanceof Stopping || thrown instanceof StoreUnavailable) throw thrown;
      const error = late.aborted ? tooLong(limits.minutes, thrown) : thrown;
      if (thrown instanceof AgentFailed && thrown.usage) {
        await this.endings.countInVain(thrown.usage, this.agent.conversationId);
      }
      // Given up, that is: what it says now is nobody's business.
      if (this.parts.tenure.isOver) throw new Stopping();
      if (this.stopping) return this.endings.interrupt(turn).then(() => false);
      if (abort.signal.aborted) {
        if (running.stopped) await view.cutOff();
        return true;
      }
      const reason = error instanceof AgentFailed ? error.message : "Something went wrong.";
      log.error("turn failed", { userId, turn: turn.id, kind: turn.kind, error });
      this.session.heldUp = turn;
      if ((await this.session.stateOf(turn)) !== "running") return true;
      if (turn.kind === "prompt" && error instanceof AgentFailed && error.isPassing) {
        await this.endings.tellInterrupted(turn, view, error.message);
        return false;
      }
      await this.endings.end(turn, view, failure(turn, reason), "failed");
      return true;
    } finally {
      this.running = undefined;
      this.session.heldUp = undefined;
      // Not waited for: a turn that was dropped keeps nobody waiting.
      void view.close();
    }
  }
}

const tooLong = (minutes: number, cause: unknown) =>
  new AgentFailed(
    `I stopped after ${minutes === 1 ? "a minute" : `${minutes} minutes`}, the longest a request may take. Say “go on” to continue.`,
    {
      cause,
    },
  );

const failure = ({ kind }: Turn, reason: string) =>
  kind === "prompt" ? `❌ ${reason} Your session is safe.` : `❌ Compacting failed, nothing was changed: ${reason}`;

const COMPACT_INTERRUPTED = "⚠️ Compacting was interrupted, nothing was changed. Send /compact to try again.";
