import type { Access } from "../access/access.ts";
import { Stopping } from "../retry.ts";
import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import type { Session, SessionView } from "../session/session.ts";
import { plain } from "./answer/rich-text.ts";
import { asOwner, type OwnerParts } from "./as-owner.ts";
import { TURN_VARIABLE } from "./marked-processes.ts";
import { promptBehind, wordsIn } from "./prompt.ts";
import { type AwaitedTurn, awaitedIn, PromptFailed, type PromptSources } from "./prompt-source.ts";
import { buttonsFor } from "./receipt.ts";
import { promptKey, type Turn } from "./turn.ts";
import { TurnView, type TurnViewParts } from "./turn-view.ts";

export interface PromptFetcherParts extends OwnerParts, TurnViewParts {
  readonly sessions: KeyedSessionStore;
  readonly access: Access;
  readonly sources: PromptSources;
  /** Tells the processes that work for this bot's turns from those of others. */
  readonly mark: string;
  /** Removes what an ended turn kept beside the session. */
  readonly tidy: (turnId: string) => Promise<void>;
}

interface Fetching {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Has the texts brought that turns wait for: of all of them at once, while each keeps its place in the line. */
export class PromptFetcher {
  private readonly fetching = new Map<string, Fetching>();
  private stopping = false;

  constructor(private readonly parts: PromptFetcherParts) {}

  get running(): number {
    return this.fetching.size;
  }

  /** Whether it is being brought, or the user being told that it can't be. */
  isAt(turnId: string): boolean {
    return this.fetching.has(turnId);
  }

  /** Begins with what this session waits for and nobody is at yet. */
  look({ userId, turns }: SessionView): void {
    if (this.stopping) return;
    for (const turn of turns) {
      if (turn.awaits === undefined || turn.held || turn.state !== "queued" || this.fetching.has(turn.id)) continue;
      const abort = new AbortController();
      // Not in this breath: it may be within a commit.
      const done = Promise.resolve().then(() => this.bring(userId, { ...turn }, abort.signal));
      this.fetching.set(turn.id, { abort, done });
    }
  }

  /** Nobody waits for these any more. */
  ended(turnIds: readonly string[]): void {
    for (const id of turnIds) this.fetching.get(id)?.abort.abort();
  }

  /** Ends what is under way; whoever is next begins anew. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const { abort } of this.fetching.values()) abort.abort(new Stopping());
    await Promise.all([...this.fetching.values()].map(({ done }) => done));
  }

  private async bring(userId: number, turn: Turn, signal: AbortSignal): Promise<void> {
    const { access, log, tidy } = this.parts;
    try {
      // Who may not use the bot any more hears so when the turn is to run.
      const next = access.allows(userId) ? await this.fetch(userId, turn, signal) : "run";
      const isThere = await this.update(userId, (session) => {
        if (next === "hold") session.holdTurn(turn.id);
        else session.releaseTurn(turn.id);
        return session.turns.some(({ id }) => id === turn.id);
      });
      if (!isThere) await tidy(turn.id);
    } catch (error) {
      if (signal.aborted || error instanceof Stopping) return;
      log.error("prompt not brought", { userId, turn: turn.id, source: turn.awaits, error });
      const failure = error instanceof PromptFailed ? error : new PromptFailed("Something went wrong.");
      await this.tellFailed(userId, turn, failure).catch((cause: unknown) => {
        if (!(cause instanceof Stopping)) log.error("failure not told", { userId, turn: turn.id, error: cause });
      });
    } finally {
      this.fetching.delete(turn.id);
      await this.lookAgain(userId);
    }
  }

  private async fetch(userId: number, turn: Turn, signal: AbortSignal): Promise<"run" | "hold"> {
    const { backend, sources, mark } = this.parts;
    const source = sources.get(turn.awaits ?? "");
    if (!source) throw new PromptFailed("What this message needs is switched off here.");
    const key = promptKey(turn.id);
    const stored = (await this.surely(() => backend.read(key))) ?? "";
    const awaited = awaitedIn(stored);
    const { details = "", lead = "" } = awaited ?? {};
    const marker = { [TURN_VARIABLE]: `${mark}/${turn.id}` };
    const asked: AwaitedTurn = { ...turn, userId, threadId: turn.threadId, details, marker, signal };
    if (!awaited) return (await source.present?.(asked, wordsIn(stored))) ?? "run";
    const text = await source.fetch(asked);
    signal.throwIfAborted();
    await this.surely(() => backend.compareAndSet(key, stored, promptBehind(lead, text)));
    return (await source.present?.(asked, text)) ?? "run";
  }

  /** Interrupted before the buttons go out, which must find the turn as they need it, however fast they are pressed. */
  private async tellFailed(userId: number, turn: Turn, { message: reason, isPassing }: PromptFailed): Promise<void> {
    if (!isPassing) {
      await new TurnView(this.parts, turn).end(plain(`❌ ${reason}`));
      await this.update(userId, (session) => session.removeTurn(turn.id));
      return;
    }
    if (!(await this.update(userId, (session) => session.interruptAwaited(turn.id)))) return;
    await new TurnView(this.parts, turn).end(plain(`❌ ${reason} Your message is kept.`), {
      keyboard: buttonsFor(turn),
    });
    await this.update(userId, (session) => session.interruptTurn(turn.id, true));
  }

  /** It may have been tried again, or given back, while the last of it was on its way. */
  private async lookAgain(userId: number): Promise<void> {
    const session = await this.parts.sessions.read(userId).catch(() => undefined);
    if (session) this.look(session);
  }

  private update<T>(userId: number, change: (session: Session) => T): Promise<T> {
    return this.surely(() => this.parts.sessions.update(userId, change));
  }

  private surely<T>(task: () => Promise<T>): Promise<T> {
    return asOwner(this.parts, task);
  }
}
