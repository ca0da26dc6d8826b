import type { Backend } from "../backend.ts";
import { keysOf } from "../turns/turn.ts";
import { decode, encode } from "./codec.ts";
import { conversationsOf, noteDropped } from "./dropped-conversations.ts";
import { emptyEnvelope, SESSION_PREFIX, sessionKey, userOfKey } from "./envelope.ts";
import { ACTIVE_MARK, COSTS_MARK, changedMarks, costsSince, marksOf, TURNS_MARK } from "./marks.ts";
import { OwnBytes } from "./own-bytes.ts";
import { Session, type SessionView } from "./session.ts";
import type { Reading, SessionStore } from "./session-store.ts";
import { copySession, type Loaded, loadSession, newerFormat, type Repairs } from "./stored-session.ts";
import { type Change, scopeOf, type UpdateScope } from "./update-scope.ts";

/** Called after every commit with what it left, and with the turns that left the ledger by it. */
export type CommitListener = (session: SessionView, endedTurns: readonly string[]) => void;

/** Sessions as one envelope per key of a {@link Backend}, changed by compare-and-set. */
export class KeyedSessionStore implements SessionStore {
  /** Told of every commit of this process. */
  onCommit: CommitListener = () => {};
  /** Told when conversations were dropped that a user could return to before. */
  onDropped: (userId: number) => void = () => {};
  /** Whether the inbox knows the entry as not yet finished: only those are kept in `seen`. */
  isPending: (entryId: string) => boolean = () => true;

  private readonly backend: Backend;
  private readonly ownBytes = new OwnBytes();

  constructor(private readonly repairs: Repairs) {
    this.backend = repairs.backend;
  }

  async read(userId: number): Promise<SessionView | undefined> {
    const scope = scopeOf(userId);
    const { raw, session } = await (scope ? this.loadInto(scope) : this.load(userId));
    if (raw === undefined && !session.changed) return undefined;
    // A later change in the same handler must not move what the plugin has read.
    return scope ? copySession(session) : session;
  }

  async update<T>(userId: number, change: Change<T>): Promise<T> {
    const scope = scopeOf(userId);
    if (!scope) return (await this.commitChanges(userId, (session) => change(session))).result;
    const { session } = await this.loadInto(scope);
    try {
      const result = change(session);
      scope.changes.push(change);
      return result;
    } catch (error) {
      // Half a change must not be kept: the session is read anew and the earlier changes are applied again.
      scope.loading = this.replay(scope);
      throw error;
    }
  }

  /**
   * Writes what an update did: once, however often this is called, and nothing if nothing changed.
   *
   * @param touches whether the update counts as activity of its user.
   * @throws {StoreUnavailable} and then it may be called again.
   */
  async commit(scope: UpdateScope, touches: boolean): Promise<void> {
    const { userId, entryId, at, present } = scope;
    if (userId === undefined) return;
    const finish: Change = (session) => {
      if (touches) session.touch(at, present);
      session.envelope.seen = [...session.envelope.seen.filter(this.isPending), entryId];
    };
    const writes = ({ raw, session }: Loaded) => session.changed || (touches && raw !== undefined);
    // The scope's own copy serves the first attempt only; `seen` tells whether a failed attempt wrote after all.
    let loaded = await (scope.loading ?? this.replay(scope));
    scope.loading = undefined;
    while (!loaded.session.envelope.seen.includes(entryId)) {
      if (!writes(loaded)) return;
      finish(loaded.session);
      scope.turnsBefore = loaded.turnIds;
      if (await this.write(loaded)) return;
      loaded = await this.replay(scope);
    }
    // Nobody has been told of it yet: its answer was lost. And the changes were replayed on what holds them already.
    this.tellCommit((await this.load(userId)).session, scope.turnsBefore);
  }

  /** Whether an update left over from before had been committed already. */
  async hasSeen(userId: number, entryId: string): Promise<boolean> {
    return (await this.load(userId)).session.envelope.seen.includes(entryId);
  }

  empty(userId: number): SessionView {
    return new Session(userId, emptyEnvelope(this.repairs.workspaces?.homeOf(userId)));
  }

  async inspect(userId: number): Promise<Reading> {
    try {
      return this.reading(userId, await this.backend.read(sessionKey(userId)));
    } catch (error) {
      return { state: "unavailable", error: error as Error };
    }
  }

  async *entries(): AsyncIterable<readonly [number, Reading]> {
    for await (const [key, raw] of this.backend.scan(SESSION_PREFIX)) {
      const userId = userOfKey(key);
      yield [userId, this.reading(userId, raw)];
    }
  }

  async *inactiveSince(time: number, { busy = false } = {}): AsyncIterable<SessionView> {
    for await (const key of this.backend.marked(ACTIVE_MARK, time)) {
      const reading = await this.inspect(userOfKey(key));
      if (reading.state !== "found" || (!busy && reading.session.turns.length > 0)) continue;
      if (Date.parse(reading.session.lastActive ?? "") < time) yield reading.session;
    }
  }

  /** Users whose ledger holds unfinished turns. */
  async *withTurns(): AsyncIterable<number> {
    for await (const key of this.backend.marked(TURNS_MARK)) yield userOfKey(key);
  }

  /** Of those whose turns have cost something on this day, such as `2026-12-31`. Costs what it yields. */
  async *withCostsOn(day: string): AsyncIterable<SessionView> {
    for await (const key of this.backend.marked(COSTS_MARK, costsSince(day))) {
      const session = await this.read(userOfKey(key));
      if (session) yield session;
    }
  }

  async delete(seen: SessionView): Promise<boolean> {
    const key = sessionKey(seen.userId);
    const raw = await this.backend.read(key);
    const decoded = raw === undefined ? undefined : decode(raw, seen.userId);
    if (decoded?.state !== "sound" || decoded.envelope.revision !== (seen as Session).envelope.revision) return false;
    const dropped = conversationsOf(new Session(seen.userId, decoded.envelope));
    await noteDropped(this.backend, seen.userId, dropped);
    const deleted = await this.backend.compareAndSet(key, raw, undefined);
    if (deleted && dropped.length > 0) this.onDropped(seen.userId);
    return deleted;
  }

  private reading(userId: number, raw: string | undefined): Reading {
    if (raw === undefined) return { state: "absent" };
    const decoded = decode(raw, userId);
    if (decoded.state === "corrupt") return decoded;
    if (decoded.state === "newer") return { state: "unavailable", error: newerFormat(this.backend, decoded.format) };
    const { envelope: stored } = decoded;
    return { state: "found", session: new Session(userId, stored), stored, bytes: Buffer.byteLength(raw) };
  }

  private async commitChanges<T>(userId: number, change: Change<T>): Promise<{ result: T }> {
    for (;;) {
      const loaded = await this.load(userId);
      const result = change(loaded.session);
      if (!loaded.session.changed || (await this.write(loaded))) return { result };
    }
  }

  /** @returns false if the session is no longer the one that was read. */
  private async write({ raw, session, marks, turnIds, conversationIds }: Loaded): Promise<boolean> {
    const left = conversationsOf(session);
    const dropped = conversationIds.filter((id) => !left.includes(id));
    if (dropped.length > 0) await noteDropped(this.backend, session.userId, dropped);
    session.envelope.revision += 1;
    session.envelope.user = session.userId;
    const next = encode(session.envelope);
    const changes = changedMarks(marks, marksOf(session));
    const written = await this.backend.compareAndSet(sessionKey(session.userId), raw, next, changes);
    if (written) {
      this.ownBytes.note(session.userId, next);
      this.tellCommit(session, turnIds);
      if (dropped.length > 0) this.onDropped(session.userId);
    }
    return written;
  }

  private tellCommit(session: Session, turnsBefore: readonly string[]): void {
    const left = new Set(session.turns.flatMap(keysOf));
    this.onCommit(
      session,
      turnsBefore.filter((id) => !left.has(id)),
    );
  }

  private load(userId: number): Promise<Loaded> {
    return loadSession(userId, this.repairs, this.ownBytes);
  }

  private async replay(scope: UpdateScope): Promise<Loaded> {
    const loaded = await this.load(scope.userId as number);
    for (const change of scope.changes) change(loaded.session);
    return loaded;
  }

  private loadInto(scope: UpdateScope): Promise<Loaded> {
    scope.loading ??= this.load(scope.userId as number).catch((error: unknown) => {
      scope.failure = error;
      scope.loading = undefined;
      throw error;
    });
    return scope.loading;
  }
}
