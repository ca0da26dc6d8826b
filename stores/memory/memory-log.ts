import type { FinishedEntry, InboxLog, LogEntry, NewLogEntry } from "#core";

interface Held {
  readonly position: string;
  readonly finishedAt?: number;
}

/** The inbox in two maps: what waits by position, and what is held by id. */
export class MemoryLog implements InboxLog {
  readonly #waiting = new Map<number, LogEntry>();
  readonly #held = new Map<string, Held>();
  #last = 0;

  async append(entries: readonly NewLogEntry[]): Promise<readonly LogEntry[]> {
    return entries.flatMap(({ id, payload, at }) => {
      if (this.#held.has(id)) return [];
      const entry = { id, payload, at, position: String(++this.#last) };
      this.#keep(entry);
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
    return ids.filter((id) => this.#held.has(id));
  }

  async finish(positions: readonly string[], now: number): Promise<void> {
    for (const position of positions) {
      const entry = this.#waiting.get(Number(position));
      if (entry) this.#held.set(entry.id, { position, finishedAt: now });
      this.#waiting.delete(Number(position));
    }
  }

  async forget(time: number): Promise<void> {
    for (const [id, { finishedAt }] of this.#held) {
      if (finishedAt !== undefined && finishedAt < time) this.#held.delete(id);
    }
  }

  async last(): Promise<string> {
    return String(this.#last);
  }

  async *finished(): AsyncIterable<FinishedEntry> {
    for (const [id, { position, finishedAt }] of [...this.#held]) {
      if (finishedAt !== undefined) yield { id, position, finishedAt };
    }
  }

  async adopt(entries: readonly (LogEntry | FinishedEntry)[], last: string): Promise<void> {
    for (const entry of entries) {
      if ("finishedAt" in entry) this.#held.set(entry.id, entry);
      else this.#keep(entry);
    }
    this.#last = Math.max(this.#last, Number(last), ...entries.slice(-1).map(({ position }) => Number(position)));
  }

  #keep(entry: LogEntry): void {
    this.#held.set(entry.id, { position: entry.position });
    this.#waiting.set(Number(entry.position), entry);
  }
}
