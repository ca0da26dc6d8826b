import { KeyvMemoryAdapter } from "keyv";
import type { MarkChanges, Ownership, StoredEntry } from "#core";
import type { Engine } from "../keyv-backend.ts";
import { MemoryLog } from "./memory-log.ts";

/** No step awaits between comparing and setting, so nothing can come in between. */
export class MemoryEngine implements Engine {
  readonly #entries = new Map<string, { readonly value: string }>();
  readonly #marks = new Map<string, Map<string, number>>();
  #owner: Ownership | undefined;
  readonly adapter = new KeyvMemoryAdapter(this.#entries);
  readonly log = new MemoryLog();

  async compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    marks: MarkChanges,
  ): Promise<boolean> {
    if (this.#entries.get(key)?.value !== expected) return false;
    if (next === undefined) {
      this.#entries.delete(key);
      for (const marked of this.#marks.values()) marked.delete(key);
      return true;
    }
    this.#entries.set(key, { value: next });
    for (const [mark, score] of Object.entries(marks)) this.#mark(key, mark, score);
    return true;
  }

  async *scan(prefix: string): AsyncIterable<readonly [string, string]> {
    for (const [key, { value }] of [...this.#entries]) if (key.startsWith(prefix)) yield [key, value];
  }

  async entriesOf(keys: readonly string[]): Promise<readonly StoredEntry[]> {
    return keys.flatMap((key) => {
      const value = this.#entries.get(key)?.value;
      return value === undefined ? [] : [{ key, value, marks: this.#marksOf(key) }];
    });
  }

  async *marked(mark: string, upTo: number): AsyncIterable<string> {
    const marked = [...(this.#marks.get(mark) ?? [])].filter(([, score]) => score <= upTo);
    for (const [key] of marked.sort(([, one], [, other]) => one - other)) yield key;
  }

  async own(): Promise<Ownership | undefined> {
    if (this.#owner) return undefined;
    const owner = {
      release: async () => {
        if (this.#owner === owner) this.#owner = undefined;
      },
    };
    this.#owner = owner;
    return owner;
  }

  async verify(): Promise<void> {}

  async verifyAbsent(): Promise<void> {}

  async check(): Promise<void> {}

  async *examine(): AsyncIterable<string> {}

  async close(): Promise<void> {
    this.#owner = undefined;
  }

  #marksOf(key: string): Record<string, number> {
    const marks = [...this.#marks].map(([name, marked]) => [name, marked.get(key)] as const);
    return Object.fromEntries(marks.filter((mark): mark is [string, number] => mark[1] !== undefined));
  }

  #mark(key: string, mark: string, score: number | null): void {
    if (score === null) this.#marks.get(mark)?.delete(key);
    else this.#marks.set(mark, (this.#marks.get(mark) ?? new Map<string, number>()).set(key, score));
  }
}
