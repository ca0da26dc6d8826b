import pLimit, { type LimitFunction } from "p-limit";
import { Stopping } from "../retry.ts";
import type { SessionView } from "../session/session.ts";
import { Forgetting } from "./forgetting.ts";
import type { LineNotices } from "./line-notices.ts";
import { endMarked } from "./marked-processes.ts";
import { PromptFetcher, type PromptFetcherParts } from "./prompt-fetcher.ts";
import { Purse } from "./purse.ts";
import { Tenure } from "./tenure.ts";
import { answerKey, promptKey, traceKey } from "./turn.ts";
import { TurnWorker, type TurnWorkerParts } from "./turn-worker.ts";

export type TurnRunnerParts = Omit<TurnWorkerParts, "tenure" | "tidy" | "fetcher" | "purse" | "places" | "since"> &
  Pick<PromptFetcherParts, "sources"> & { readonly notices: LineNotices };

/** Carries out the ledgers: for each user the oldest unfinished turn, until a ledger is empty or waits for a button. */
export class TurnRunner {
  private readonly workers = new Map<number, TurnWorker>();
  private tenure = new Tenure();
  private fetcher: PromptFetcher;
  private stopping = false;
  private readonly places: LimitFunction;
  private readonly purse: Purse;
  private readonly forgetting: Forgetting;
  /** Since when it works, in ms since the epoch. */
  private since = 0;
  /** Unfinished turns, by user. */
  private readonly unfinished = new Map<number, number>();

  constructor(private readonly parts: TurnRunnerParts) {
    this.fetcher = this.newFetcher();
    this.places = pLimit(parts.limits.atOnce);
    this.forgetting = new Forgetting(parts);
    this.purse = new Purse(parts.sessions, parts.limits);
  }

  /** Turns of all users that wait. */
  get waiting(): number {
    return this.unfinished.values().reduce((sum, count) => sum + count, 0) - this.places.activeCount;
  }

  get running(): number {
    return this.workers.size + this.fetcher.running;
  }

  /** Follows a commit that has dropped conversations of this user. */
  dropped(userId: number): void {
    void this.forgetting.look(userId);
  }

  /** This process owns the store: what is under way may be finished. */
  resume(): void {
    this.tenure.regain();
  }

  /** Looks after what an earlier process left. */
  async recover(): Promise<void> {
    this.since = this.parts.clock.now();
    this.purse.forget();
    void this.forgetting.look();
    await this.endOrphans();
    for await (const userId of this.parts.sessions.withTurns()) {
      this.look(userId);
      const session = await this.parts.sessions.read(userId);
      if (!session) continue;
      this.count(session);
      this.parts.notices.committed(session);
    }
  }

  /** Follows a commit: begins what was accepted, stops what was dropped, and tidies up behind what has ended. */
  committed(session: SessionView, ended: readonly string[]): void {
    this.workers.get(session.userId)?.committed(ended, session);
    this.fetcher.ended(ended);
    for (const id of ended) void this.tidy(id);
    this.count(session);
    this.purse.committed(session);
    this.parts.notices.committed(session, ended);
    if (session.turns.length === 0) return;
    this.fetcher.look(session);
    this.look(session.userId);
  }

  /** The place as owner is lost, maybe to nobody: agents work on, and what they answer waits until it is regained. */
  pause(): void {
    this.tenure.lose();
  }

  /** Another process is the owner: it reports what ran here as interrupted, so nothing of that may come to anything. */
  giveUp(): void {
    this.tenure.end();
    this.parts.notices.stop();
    for (const worker of this.workers.values()) worker.abort();
    this.workers.clear();
    void this.fetcher.stop();
    this.tenure = new Tenure();
    this.fetcher = this.newFetcher();
  }

  /** Interrupts what runs, and resolves when nothing does. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.parts.notices.stop();
    // Who is not the owner can't write down that a turn was interrupted; whoever is next finds it running.
    if (!this.tenure.isHeld) return this.giveUp();
    const workers = [...this.workers.values()];
    for (const worker of workers) worker.stop();
    await Promise.all([this.fetcher.stop(), ...workers.map((worker) => worker.done)]);
  }

  private newFetcher(): PromptFetcher {
    return new PromptFetcher({ ...this.parts, tenure: this.tenure, tidy: (turnId) => this.tidy(turnId) });
  }

  private count({ userId, turns }: SessionView): void {
    if (turns.length > 0) this.unfinished.set(userId, turns.length);
    else this.unfinished.delete(userId);
  }

  /** Of a process that was killed its agents may be at work still, and would be in the way of those to come. */
  private async endOrphans(): Promise<void> {
    const { mark, log } = this.parts;
    const isOrphan = (turn: string) => {
      const [bot, turnId = ""] = turn.split("/");
      return bot === mark && ![...this.workers.values()].some((worker) => worker.runs(turnId));
    };
    const count = await endMarked(isOrphan);
    if (count > 0) log.warn("processes of an earlier run ended", { count });
  }

  private look(userId: number): void {
    const known = this.workers.get(userId);
    if (known) {
      known.again = true;
      return;
    }
    if (this.stopping) return;
    const worker = new TurnWorker(userId, {
      ...this.parts,
      tenure: this.tenure,
      places: this.places,
      purse: this.purse,
      since: this.since,
      fetcher: this.fetcher,
      tidy: (turnId) => this.tidy(turnId),
    });
    this.workers.set(userId, worker);
    // In the same breath as the worker's last look at `again`, so that no commit goes unseen.
    const leave = () => {
      if (this.workers.get(userId) === worker) this.workers.delete(userId);
    };
    worker.done = worker.work(leave).catch((error: unknown) => {
      leave();
      if (!(error instanceof Stopping)) this.parts.log.error("turn runner failed", { userId, error });
    });
  }

  /** Removes what a turn that has ended kept beside the session. What a crash leaves of it, nothing reads. */
  private async tidy(turnId: string): Promise<void> {
    for (const key of [promptKey(turnId), answerKey(turnId), traceKey(turnId)]) {
      await this.parts.backend
        .read(key)
        .then((value) => value !== undefined && this.parts.backend.compareAndSet(key, value, undefined))
        .catch((error: unknown) => this.parts.log.debug("leftover not removed", { key, error }));
    }
  }
}
