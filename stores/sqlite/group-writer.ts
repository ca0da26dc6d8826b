import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "./database.ts";
import { isBusy, isDiskFull } from "./sqlite-errors.ts";

interface Write {
  /** @returns what tells its caller the result, once the transaction is through. */
  carryOut(): () => void;
  fail(error: unknown): void;
}

/**
 * Gathers the writes that arrive in one turn of the event loop into one transaction: under load most of the cost of a
 * write is its transaction's.
 */
export class GroupWriter {
  readonly #database: Database;
  readonly #verify: () => void;
  #waiting: Write[] = [];
  #working: Promise<void> | undefined;

  /** @param verify throws when the file is no longer the one that was opened: what is written then would be lost. */
  constructor(database: Database, verify: () => void) {
    this.#database = database;
    this.#verify = verify;
  }

  /** @param change must not await, and may run more than once: its transaction is tried again while the file is locked. */
  write<T>(change: () => T): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.#waiting.push({
      carryOut() {
        const result = change();
        return () => resolve(result);
      },
      fail: reject,
    });
    this.#working ??= this.#work();
    return promise;
  }

  /** Waits for what is under way. */
  async settled(): Promise<void> {
    await this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await nextTurn();
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#working = undefined;
  }

  async #commit(group: readonly Write[]): Promise<void> {
    try {
      const answers = await this.#database.patiently(() => {
        this.#verify();
        return this.#database.transaction(() => group.map((write) => write.carryOut()));
      });
      for (const answer of answers) answer();
    } catch (error) {
      if (isDiskFull(error) && this.#database.foldLog()) return this.#commit(group);
      // While the file is locked it is locked for each of them: they must not wait one after the other.
      if (isBusy(error)) for (const write of group) write.fail(error);
      else if (group.length === 1) group[0]?.fail(error);
      // One impossible write must not fail its neighbours.
      else for (const write of group) await this.#commit([write]);
    }
  }
}
