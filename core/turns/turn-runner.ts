import type { Api } from "grammy";
import type { Access } from "../access/access.ts";
import type { Backend } from "../backend.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import { Stopping } from "../retry.ts";
import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import type { SessionView } from "../session/session.ts";
import { type Agent, AgentFailed } from "./agent.ts";
import { receiptFor } from "./receipt.ts";
import { answerKey, promptKey, type Turn } from "./turn.ts";
import { TurnView } from "./turn-view.ts";

export interface TurnRunnerParts {
  readonly backend: Backend;
  readonly sessions: KeyedSessionStore;
  readonly api: Api;
  readonly access: Access;
  readonly log: Log;
  readonly storeOutage: Outage;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
  /** Asked when the first turn runs; undefined in a bot without an agent. */
  readonly agent: () => Agent | undefined;
}

/** Carries out the ledgers: for each user the oldest unfinished turn, until a ledger is empty or waits for a button. */
export class TurnRunner {
  private readonly workers = new Map<number, Worker>();
  private stopping = false;

  constructor(private readonly parts: TurnRunnerParts) {}

  get running(): number {
    return this.workers.size;
  }

  /** Looks after what an earlier process left. */
  async recover(): Promise<void> {
    for await (const userId of this.parts.sessions.withTurns()) this.look(userId);
  }

  /** Follows a commit: begins what was accepted, stops what was dropped, and tidies up behind what has ended. */
  committed(session: SessionView, ended: readonly string[]): void {
    const worker = this.workers.get(session.userId);
    if (worker?.turnId && ended.includes(worker.turnId)) worker.abort.abort();
    for (const id of ended) void this.tidy(id);
    if (session.turns.length > 0) this.look(session.userId);
  }

  /** Interrupts what runs, and resolves when nothing does. */
  async stop(): Promise<void> {
    this.stopping = true;
    const workers = [...this.workers.values()];
    for (const worker of workers) worker.abort.abort();
    await Promise.all(workers.map((worker) => worker.done));
  }

  /** Takes up work again after a stop. */
  async resume(): Promise<void> {
    this.stopping = false;
    await this.recover();
  }

  private look(userId: number): void {
    const worker = this.workers.get(userId);
    if (worker) {
      worker.again = true;
      return;
    }
    if (this.stopping) return;
    const fresh = new Worker();
    this.workers.set(userId, fresh);
    fresh.done = this.work(userId, fresh).catch((error: unknown) => {
      this.workers.delete(userId);
      if (!(error instanceof Stopping)) this.parts.log.error("turn runner failed", { userId, error });
    });
  }

  private async work(userId: number, worker: Worker): Promise<void> {
    do {
      worker.again = false;
      while (await this.step(userId, worker));
    } while (worker.again && !this.stopping);
    // In the same breath as the last look at `again`, so that no commit goes unseen.
    this.workers.delete(userId);
  }

  /** @returns whether there may be more to do. */
  private async step(userId: number, worker: Worker): Promise<boolean> {
    const session = await this.surely(() => this.parts.sessions.read(userId));
    const turn = session?.turns[0];
    if (!session || !turn || this.stopping) return false;
    if (turn.state === "queued") return this.run(session, turn, worker);
    if (turn.state === "answered")
      return this.deliver(userId, turn, new TurnView(this.parts.api, turn, this.parts.log));
    // Found running, it was cut off with the process that ran it: it is not run again blindly.
    if (turn.state === "running" && turn.kind !== "prompt") return this.endCompact(userId, turn, COMPACT_INTERRUPTED);
    if (turn.state === "running" || !turn.receipt) await this.tellInterrupted(userId, turn);
    return false;
  }

  private async run(session: SessionView, turn: Turn, worker: Worker): Promise<boolean> {
    const { sessions, access, log, api } = this.parts;
    const { userId } = session;
    const view = new TurnView(api, turn, log);
    if (!access.allows(userId)) return this.end(userId, turn, view, "⛔ Unauthorized", "stopped");
    if (!(await this.surely(() => sessions.update(userId, (latest) => latest.startTurn(turn.id))))) return true;
    worker.begin(turn.id);
    view.begin();
    try {
      const answer = (await this.earlierAnswer(turn)) ?? (await this.askAgent(session, turn, worker, view));
      await this.surely(() => this.parts.backend.compareAndSet(answerKey(turn.id), undefined, answer));
      // False when the user has cleared the session meanwhile: then nobody waits for this answer.
      if (!(await this.surely(() => sessions.update(userId, (latest) => latest.answerTurn(turn.id))))) {
        log.info("answer of a dropped turn discarded", { userId, turn: turn.id });
        await this.tidy(turn.id);
        return true;
      }
      return await this.deliver(userId, turn, view);
    } catch (error) {
      if (error instanceof Stopping || error instanceof StoreUnavailable) throw error;
      if (this.stopping) return this.interrupt(userId, turn);
      if (worker.abort.signal.aborted) return true;
      const reason = error instanceof AgentFailed ? error.message : "Something went wrong.";
      log.error("turn failed", { userId, turn: turn.id, kind: turn.kind, error });
      return await this.end(userId, turn, view, failure(turn, reason), "failed");
    } finally {
      worker.turnId = undefined;
      view.rest();
    }
  }

  /** A turn that was interrupted may have been so behind its work, and what an agent has done it must not do again. */
  private async earlierAnswer({ id, receipt }: Turn): Promise<string | undefined> {
    if (receipt === undefined) return undefined;
    return this.surely(() => this.parts.backend.read(answerKey(id)));
  }

  private async askAgent(session: SessionView, turn: Turn, worker: Worker, view: TurnView): Promise<string> {
    const agent = this.parts.agent();
    if (!agent) throw new AgentFailed("This bot has no agent to answer.");
    const { userId, workspacePath } = session;
    const work = { userId, sessionId: turn.sessionId, workspacePath, signal: worker.abort.signal };
    if (turn.kind !== "prompt") {
      await agent.compact(work);
      return compacted(turn, session.preferences.maxTurnsBeforeCompact);
    }
    const prompt = await this.surely(() => this.parts.backend.read(promptKey(turn.id)));
    if (prompt === undefined) throw new AgentFailed("The text of this request is gone from the store.");
    return agent.run({ ...work, prompt, progress: (text) => view.progress(text) });
  }

  private async deliver(userId: number, turn: Turn, view: TurnView): Promise<boolean> {
    const answer = await this.surely(() => this.parts.backend.read(answerKey(turn.id)));
    return this.end(userId, turn, view, answer ?? "❌ The answer is gone from the store.", "delivered");
  }

  /** The last word on a turn precedes the commit that forgets it: after a crash in between it is said again. */
  private async end(userId: number, turn: Turn, view: TurnView, text: string, state: string): Promise<boolean> {
    await view.end(text);
    await this.surely(() => this.parts.sessions.update(userId, (latest) => latest.removeTurn(turn.id)));
    this.parts.log.debug("turn ended", { userId, turn: turn.id, kind: turn.kind, state });
    return true;
  }

  private endCompact(userId: number, turn: Turn, text: string): Promise<boolean> {
    return this.end(userId, turn, new TurnView(this.parts.api, turn, this.parts.log), text, "interrupted");
  }

  private async interrupt(userId: number, turn: Turn): Promise<boolean> {
    await this.surely(() => this.parts.sessions.update(userId, (latest) => latest.interruptTurn(turn.id, false)));
    return false;
  }

  private async tellInterrupted(userId: number, turn: Turn): Promise<void> {
    // Before the receipt goes out: its buttons must find the turn as they need it, however fast they are pressed.
    if (turn.state === "running") await this.interrupt(userId, turn);
    const prompt = await this.surely(() => this.parts.backend.read(promptKey(turn.id)));
    const { text, keyboard } = receiptFor(turn, prompt ?? "");
    await new TurnView(this.parts.api, turn, this.parts.log).end(text, keyboard);
    await this.surely(() => this.parts.sessions.update(userId, (latest) => latest.interruptTurn(turn.id, true)));
    this.parts.log.info("interrupted turn reported", { userId, turn: turn.id });
  }

  /** Removes what a turn that has ended kept beside the session. What a crash leaves of it, nothing reads. */
  private async tidy(turnId: string): Promise<void> {
    for (const key of [promptKey(turnId), answerKey(turnId)]) {
      await this.parts.backend
        .read(key)
        .then((value) => value !== undefined && this.parts.backend.compareAndSet(key, value, undefined))
        .catch((error: unknown) => this.parts.log.debug("leftover not removed", { key, error }));
    }
  }

  private surely<T>(task: () => Promise<T>): Promise<T> {
    const { storeOutage, signal } = this.parts;
    return storeOutage.outlast(task, { signal, retryable: (error) => error instanceof StoreUnavailable });
  }
}

/** One user's line being worked off. */
class Worker {
  /** Whether something was committed since the last look. */
  again = false;
  turnId: string | undefined;
  abort = new AbortController();
  done: Promise<void> = Promise.resolve();

  begin(turnId: string): void {
    this.turnId = turnId;
    this.abort = new AbortController();
  }
}

const compacted = ({ kind }: Turn, turns: number) =>
  kind === "auto-compact"
    ? `🗜️ Auto-compact after ${turns} turns.\n✅ Session compacted! Turn count reset.`
    : "✅ Session compacted! Turn count reset.";

const failure = ({ kind }: Turn, reason: string) =>
  kind === "prompt" ? `❌ ${reason} Your session is safe.` : `❌ Compacting failed, nothing was changed: ${reason}`;

const COMPACT_INTERRUPTED = "⚠️ Compacting was interrupted, nothing was changed. Send /compact to try again.";
