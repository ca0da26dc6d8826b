import type { InboxLog, LogEntry, NewLogEntry } from "#core";

/** The inbox in two maps: what waits by position, and when each held id was finished. */
export class MemoryLog implements InboxLog {
  readonly #waiting = new Map<number, LogEntry>();
  readonly #finishedAt = new Map<string, number | undefined>();
  #last = 0;

  async append(entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> {
    return entries.flatMap(({ id, payload, at }) => {
      if (this.#finishedAt.has(id)) return [];
      const entry = { id, payload, at, position: String(++this.#last) };
      this.#finishedAt.set(id, undefined);
      this.#waiting.set(this.#last, entry);
      return [entry];
    });
  }

  async unfinished(limit: number, position = "0"): Promise<readonly LogEntry[]> {
    const after = Number(position);
    return this.#waiting
      .entries()
      .filter(([at]) => at > after)
      .map(([, entry]) => entry)
      .take(limit)
      .toArray();
  }

  async at(positions: readonly string[]): Promise<readonly LogEntry[]> {
    const numbers = [...new Set(positions.map(Number))].sort((one, other) => one - other);
    return numbers.flatMap((position) => this.#waiting.get(position) ?? []);
  }

  async held(ids: readonly string[]): Promise<readonly string[]> {
    return ids.filter((id) => this.#finishedAt.has(id));
  }

  async finish(positions: readonly string[], now: number): Promise<void> {
    for (const position of positions) {
      const entry = this.#waiting.get(Number(position));
      if (entry) this.#finishedAt.set(entry.id, now);
      this.#waiting.delete(Number(position));
    }
  }

  async forget(time: number): Promise<void> {
    for (const [id, finishedAt] of this.#finishedAt) {
      if (finishedAt !== undefined && finishedAt < time) this.#finishedAt.delete(id);
    }
  }
}
