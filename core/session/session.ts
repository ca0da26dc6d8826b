import { randomBytes } from "node:crypto";
import type { Answer } from "../turns/agent.ts";
import type { Decision } from "../turns/approvals/approval.ts";
import type { Asked } from "../turns/approvals/asked.ts";
import * as ledger from "../turns/ledger.ts";
import type { Turn } from "../turns/turn.ts";
import { addUsage, dayOf, noUsage, type Usage, type UsageSum } from "../turns/usage.ts";
import { newerVersion } from "../versioned.ts";
import { type Conversation, keptWith } from "./conversation.ts";
import { type Envelope, type Preferences, preferencesSchema } from "./envelope.ts";
import type { Slice } from "./slice.ts";

/** A user's session as anyone may look at it. */
export interface SessionView {
  readonly userId: number;
  /** `user_{id}_{8 hex digits}`, or undefined when no session is active. */
  readonly id: string | undefined;
  readonly turnCount: number;
  /** ISO 8601 in UTC, or undefined if there was no update yet. */
  readonly lastActive: string | undefined;
  readonly workspacePath: string;
  readonly preferences: Readonly<Preferences>;
  /** What the agent remembers of this session; undefined before its first turn. */
  readonly conversation: Conversation | undefined;
  /** Conversations that may be gone back to, the latest first. */
  readonly earlier: readonly Conversation[];
  /** What this user's turns took, in all. */
  readonly usage: UsageSum;
  /** What they took on such a day, `2026-12-31`, if it is the last one on which there were any. */
  usageOn(day: string): UsageSum;
  /** The ledger: unfinished turns, oldest first. */
  readonly turns: readonly Readonly<Turn>[];
  /** A plugin's own part. @throws {StoreUnavailable} if a newer version of the plugin wrote it. */
  slice<T>(slice: Slice<T>): T;
}

/** What `/clear` ended. */
export interface Ended extends ledger.Dropped {
  readonly id: string | undefined;
}

/** An id for a session not yet begun. Made outside of the change that uses it, because changes are applied again. */
export const newSessionId = (userId: number) => `user_${userId}_${randomBytes(4).toString("hex")}`;

/** Whether it can be the id of a session of this user. */
export function isSessionId(id: string, userId: number): boolean {
  const begins = `user_${userId}_`;
  return id.startsWith(begins) && /^[0-9a-f]{8}$/.test(id.slice(begins.length));
}

/** A user's session inside a change. What it does is kept by the commit, or not at all. */
export class Session implements SessionView {
  /** Whether anything differs from what was read. */
  changed = false;

  constructor(
    readonly userId: number,
    readonly envelope: Envelope,
  ) {}

  get id() {
    return this.envelope.session.claudeSessionId ?? undefined;
  }
  get turnCount() {
    return this.envelope.session.turnCount;
  }
  get lastActive() {
    return this.envelope.session.lastActive ?? undefined;
  }
  get workspacePath() {
    return this.envelope.session.workspacePath;
  }
  get preferences() {
    return this.envelope.session.preferences;
  }
  get conversation() {
    return this.envelope.session.conversation ?? undefined;
  }
  get earlier() {
    return this.envelope.session.earlier;
  }
  get usage() {
    return this.envelope.session.usage;
  }
  usageOn(wanted: string): UsageSum {
    const { day, ...usage } = this.envelope.session.usageOfDay;
    return day === wanted ? usage : noUsage;
  }
  get turns() {
    return this.envelope.turns;
  }

  /** Goes on with the active session, or begins one under this id. */
  begin(newId: string): "active" | "new" {
    if (this.id) return "active";
    this.set({ claudeSessionId: newId, cleared: null });
    return "new";
  }

  /**
   * Forgets the conversation and what was waiting for it. Preferences and workspace stay.
   *
   * @param at now, in ms since the epoch, if it may be undone.
   */
  end(at?: number): Ended {
    const { id, turnCount, conversation, earlier } = this;
    const ended = { id, ...ledger.dropTurns(this.turns) };
    if (!ended.id && !ended.running && !ended.queued && !turnCount) return ended;
    const cleared = id && at !== undefined ? { sessionId: id, turnCount, conversationId: conversation?.id, at } : null;
    this.set({
      claudeSessionId: null,
      turnCount: 0,
      conversation: null,
      allowed: [],
      earlier: keptWith(earlier, conversation ?? null),
      cleared,
    });
    return ended;
  }

  /** Takes back the `end` of this session, if nothing was begun since, and it is not ten minutes ago. */
  undoEnd(sessionId: string, at: number): boolean {
    const { cleared } = this.envelope.session;
    if (this.id || cleared?.sessionId !== sessionId || at > cleared.at + UNDONE_WITHIN_MS) return false;
    const isIts = ({ id }: Conversation) => id === cleared.conversationId;
    this.set({
      claudeSessionId: cleared.sessionId,
      turnCount: cleared.turnCount,
      conversation: this.earlier.find(isIts) ?? null,
      earlier: this.earlier.filter((each) => !isIts(each)),
      cleared: null,
    });
    return true;
  }

  /** Goes back to an earlier conversation, in a session of its own. What waits and runs is dropped as with `end`. */
  resume(conversationId: string, newId: string): Ended | undefined {
    const conversation = this.earlier.find(({ id }) => id === conversationId);
    if (!conversation) return undefined;
    // Taken out first: the one that is left then takes its place, and no other has to go for it.
    this.set({ earlier: this.earlier.filter(({ id }) => id !== conversationId) });
    const ended = this.end();
    this.set({ claudeSessionId: newId, turnCount: conversation.turns, conversation, cleared: null });
    return ended;
  }

  /** Takes an earlier conversation off the list. */
  forgetConversation(conversationId: string): boolean {
    const earlier = this.earlier.filter(({ id }) => id !== conversationId);
    const isKnown = earlier.length < this.earlier.length;
    const { cleared } = this.envelope.session;
    // Without it there is nothing to take back.
    if (isKnown) this.set({ earlier, cleared: cleared?.conversationId === conversationId ? null : cleared });
    return isKnown;
  }

  setWorkspace(workspacePath: string): void {
    this.set({ workspacePath });
  }

  countTurn(): number {
    this.set({ turnCount: this.turnCount + 1 });
    return this.turnCount;
  }

  setPreferences(changes: Partial<Preferences>): void {
    // Checked here, for a session that violates its schema would read as damaged at the next start.
    this.set({ preferences: preferencesSchema.parse({ ...this.preferences, ...changes }) });
  }

  /**
   * Notes an update at this time, in ms since the epoch. One that was left over does not turn the time back.
   *
   * @param present the latest that it can be now, in ms since the epoch: what was stored under a clock that was ahead
   * of it gives way. Default: not known, and all that is stored stands.
   */
  touch(at: number, present = Number.POSITIVE_INFINITY): void {
    const time = new Date(Math.min(at, present)).toISOString();
    const stored = this.lastActive ?? "";
    if (time > stored || Date.parse(stored) > present + CLOCKS_DIFFER_MS) this.set({ lastActive: time });
  }

  slice<T>(slice: Slice<T>): T {
    const stored = this.envelope.plugins[slice.name];
    if (stored === undefined) return slice.defaults;
    if (stored.version > slice.version) throw newerVersion("session", slice, stored.version);
    // Older versions were migrated and checked when the session was read.
    return stored.data as T;
  }

  setSlice<T>(slice: Slice<T>, data: T): void {
    this.slice(slice); // never over a newer one
    this.envelope.plugins[slice.name] = { version: slice.version, data };
    this.changed = true;
  }

  removeSlice<T>(slice: Slice<T>): void {
    this.slice(slice);
    this.changed ||= slice.name in this.envelope.plugins;
    delete this.envelope.plugins[slice.name];
  }

  /** Accepts a message for the agent: counts it, and puts a compaction before it when one is due. */
  acceptPrompt(turn: Omit<ledger.NewTurn, "kind">): void {
    const { autoCompact, maxTurnsBeforeCompact } = this.preferences;
    const full = this.conversation?.nearlyFull === true && ledger.pendingCompaction(this.turns) < 0;
    const due = autoCompact && (full || this.turnsSinceCompact() >= maxTurnsBeforeCompact);
    if (due) this.queue({ ...ledger.bare(turn), id: `${turn.id}c`, kind: "auto-compact" });
    this.queue({ ...turn, kind: "prompt" });
    this.countTurn();
  }

  /** Takes a further message into a turn that has not begun. @returns false if it has, or is gone. */
  joinPrompt(turnId: string, part: Omit<ledger.NewTurn, "kind">): boolean {
    return this.noting(ledger.joinTurn(this.turns, turnId, { ...part, kind: "prompt" }));
  }

  /** Puts a compaction at the end of the line. It is not counted as a turn. */
  acceptCompact(turn: Omit<ledger.NewTurn, "kind">): void {
    this.queue({ ...turn, kind: "compact" });
  }

  startTurn(id: string): boolean {
    return this.noting(ledger.startTurn(this.turns, id));
  }
  /** The work is done and its answer stored. After a compaction the count starts again with what came behind it. */
  answerTurn(id: string, { usage, contextNearlyFull, at }: Outcome = {}): boolean {
    const index = this.turns.findIndex((turn) => turn.id === id);
    const turn = this.turns[index];
    const counts = turn?.state === "running";
    const answered = this.noting(ledger.answerTurn(this.turns, id));
    if (!counts || !answered) return answered;
    const requests = turn.kind === "prompt" ? 1 : 0;
    this.countUsage({ ...noUsage, ...usage, requests }, dayOf(at ?? 0), this.conversation?.id);
    const { conversation } = this;
    if (turn.kind !== "prompt") {
      this.set({ turnCount: ledger.promptsAfter(this.turns, index) });
      if (conversation) this.set({ conversation: { ...conversation, nearlyFull: undefined } });
    } else if (conversation) {
      const lastTurn = at === undefined ? conversation.lastTurn : new Date(at).toISOString();
      const turns = conversation.turns + 1;
      this.set({ conversation: { ...conversation, turns, lastTurn, nearlyFull: contextNearlyFull } });
    }
    return answered;
  }
  /** The agent has begun a conversation for a turn that runs, maybe in place of one that it can't find any more. */
  converse(turnId: string, conversation: Pick<Conversation, "id" | "title" | "lastTurn">): boolean {
    const runs = this.turns.some(({ id, state }) => id === turnId && state === "running");
    if (runs) this.set({ conversation: { ...conversation, turns: 0, costUsd: 0 } });
    return runs;
  }
  /**
   * Adds what work in a conversation took, also if the user has left it since.
   *
   * @param day such as `2026-12-31`.
   * @param charge tells it from any other, so that it is added once although its commit may be tried again.
   */
  countUsage(
    took: Usage & { requests?: number },
    day: string,
    conversationId: string | undefined,
    charge?: string,
  ): void {
    const usage = { requests: 0, ...took };
    if (charge !== undefined && charge === this.envelope.session.charge) return;
    const charged = <T extends Conversation>(each: T) =>
      each.id === conversationId ? { ...each, costUsd: each.costUsd + usage.costUsd } : each;
    this.set({
      charge,
      usage: addUsage(this.usage, usage),
      usageOfDay: { day, ...addUsage(this.usageOn(day), usage) },
      conversation: this.conversation ? charged(this.conversation) : null,
      earlier: this.earlier.map(charged),
    });
  }
  /** Ends the turn that runs or whose text is being brought; the conversation stays. */
  stopTurn(): { readonly stopped: boolean; readonly waiting: number } {
    const stopped = this.noting(ledger.stopTurn(this.turns) !== undefined);
    return { stopped, waiting: this.turns.filter(({ state }) => state === "queued").length };
  }
  /** Takes a turn out of the line that has not begun. */
  cancelTurn(id: string): boolean {
    return this.noting(ledger.cancelTurn(this.turns, id));
  }
  /** Has a turn that has not begun run next, in place of the one that runs. */
  hurryTurn(id: string): boolean {
    return this.noting(ledger.hurryTurn(this.turns, id));
  }
  /** A turn that runs wants permission for something. */
  ask(turnId: string, asked: Asked): "allowed" | "asked" | "gone" {
    if (this.envelope.session.allowed.includes(asked.key)) return "allowed";
    return this.noting(ledger.askFor(this.turns, turnId, asked)) ? "asked" : "gone";
  }
  /** What the user says to a request, the first time; undefined: it waits no longer, or is somebody else's. */
  decide(askId: string, decision: Decision): { readonly turn: Turn; readonly asked: Asked } | undefined {
    const decided = ledger.decide(this.turns, askId, decision);
    const { allowed } = this.envelope.session;
    if (decided)
      this.set({ allowed: decision === "session" ? [...new Set([...allowed, decided.asked.key])] : allowed });
    return decided && structuredClone(decided);
  }
  interruptTurn(id: string, told: boolean): boolean {
    return this.noting(ledger.interruptTurn(this.turns, id, told));
  }
  /** Lets nothing of a ledger that was brought back from elsewhere run by itself, and sends no receipt. */
  interruptUnfinished(): boolean {
    return this.noting(ledger.interruptAll(this.turns));
  }
  /** Puts an interrupted turn back: once, and only in the session it was accepted for. It is not counted again. */
  retryTurn(id: string): boolean {
    return this.noting(ledger.retryTurn(this.turns, id, this.id));
  }
  /** Gives an interrupted turn up, or one that is held for the user to decide. */
  discardTurn(id: string): boolean {
    const isOpen = this.turns.some((turn) => turn.id === id && (turn.state === "interrupted" || turn.held));
    return isOpen && this.removeTurn(id);
  }
  /** The text that a turn waits for is there, and it may run. */
  releaseTurn(id: string): boolean {
    return this.noting(ledger.releaseTurn(this.turns, id));
  }
  /** The text is there, and the user has to decide on it first. */
  holdTurn(id: string): boolean {
    return this.noting(ledger.holdTurn(this.turns, id));
  }
  /** The text can't be had now. */
  interruptAwaited(id: string): boolean {
    return this.noting(ledger.interruptAwaited(this.turns, id));
  }
  /** The user was told where it stands in the line. */
  noteNotice(id: string, notice: NonNullable<Turn["notice"]>): boolean {
    return this.noting(ledger.noteNotice(this.turns, id, notice));
  }
  removeTurn(id: string): boolean {
    return this.noting(ledger.removeTurn(this.turns, id));
  }

  private turnsSinceCompact(): number {
    const pending = ledger.pendingCompaction(this.turns);
    return pending < 0 ? this.turnCount : ledger.promptsAfter(this.turns, pending);
  }

  private queue(turn: ledger.NewTurn): void {
    if (!this.id) throw new Error("A turn was accepted without a session: begin() comes first.");
    this.turns.push({ ...turn, sessionId: this.id, state: "queued" });
    this.changed = true;
  }

  private set(changes: Partial<Envelope["session"]>): void {
    Object.assign(this.envelope.session, changes);
    this.changed = true;
  }

  private noting(changed: boolean): boolean {
    this.changed ||= changed;
    return changed;
  }
}

/** How a turn ended that was answered; `at` in ms since the epoch. */
type Outcome = Omit<Answer, "text"> & { readonly at?: number };

const UNDONE_WITHIN_MS = 600_000;
/** Two clocks that are both right may differ by this much. */
const CLOCKS_DIFFER_MS = 60_000;
