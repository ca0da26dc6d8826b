import type { MarkChanges, NewLogEntry } from "#core";

/** Random sequences tried on each run of the suite. */
export const MODEL_RUNS = 40;

/** What a store should hold, in the simplest way to say it. */
export class ModelStore {
  readonly entries = new Map<string, string>();
  readonly marks = new Map<string, Map<string, number>>();
  waiting: [id: string, payload: string][] = [];
  finished: [id: string, at: number][] = [];

  compareAndSet(key: string, expected: string | undefined, next: string | undefined, changes: MarkChanges): boolean {
    if (this.entries.get(key) !== expected) return false;
    if (next === undefined) {
      this.entries.delete(key);
      for (const marked of this.marks.values()) marked.delete(key);
      return true;
    }
    this.entries.set(key, next);
    for (const [name, score] of Object.entries(changes)) {
      const marked = this.marks.get(name) ?? new Map<string, number>();
      this.marks.set(name, marked);
      if (score === null) marked.delete(key);
      else marked.set(key, score);
    }
    return true;
  }

  startingWith(prefix: string): Map<string, string> {
    return new Map([...this.entries].filter(([key]) => key.startsWith(prefix)));
  }

  marked(name: string, upTo = Number.POSITIVE_INFINITY): string[] {
    return [...(this.marks.get(name) ?? [])].filter(([, score]) => score <= upTo).map(([key]) => key);
  }

  append(entries: readonly NewLogEntry[]): string[] {
    return entries.flatMap(({ id, payload }) => {
      if ([...this.waiting, ...this.finished].some(([held]) => held === id)) return [];
      this.waiting.push([id, payload]);
      return [id];
    });
  }

  finish(ids: readonly string[], now: number): void {
    for (const id of new Set(ids)) this.finished.push([id, now]);
    this.waiting = this.waiting.filter(([id]) => !ids.includes(id));
  }

  forget(time: number): void {
    this.finished = this.finished.filter(([, at]) => at >= time);
  }
}
