import type { InboxEntry } from "./inbox.ts";

export interface LinesParts {
  /** Takes the entries of a lane that are due, in their order. */
  readonly deliver: (lane: string, entry: InboxEntry) => void;
  /** Reads entries back from the store, however long it is away; those that are gone are missing. @throws {Stopping} */
  readonly readBack: (ids: readonly string[]) => Promise<ReadonlyMap<string, StoredEntry>>;
  /** How many entries of one lane may wait. */
  readonly mostPerLane: number;
}

export type StoredEntry = Pick<InboxEntry, "update" | "at">;

/**
 * All that waits, lane by lane: of each lane the first entries are in memory and handed on, of the others is known only
 * where the store keeps them. So the memory stays small, and no lane waits behind another's entries.
 */
export class Lines {
  private readonly lines = new Map<string, Line>();
  private readonly byId = new Map<string, Line>();
  private inMemory = 0;
  private releases = 0;

  constructor(private readonly parts: LinesParts) {}

  get size(): number {
    return this.byId.size;
  }

  /** Changes with each release: what was read from the store before it must not be added after it. */
  get generation(): number {
    return this.releases;
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  /** How many more entries of the lane may come. None from the limit on until half of them are done. */
  roomOf(lane: string): number {
    const line = this.lines.get(lane);
    if (line?.full) return 0;
    return Math.max(0, this.parts.mostPerLane - (line ? lengthOf(line) : 0));
  }

  isFull(lane: string): boolean {
    return this.lines.get(lane)?.full ?? false;
  }

  add(lane: string, entry: InboxEntry): void {
    const line = this.lineOf(lane);
    this.byId.set(entry.id, line);
    if (line.further.length === 0 && this.mayHand(line)) this.hand(line, entry);
    else line.further.push({ id: entry.id, leftOver: entry.leftOver });
    line.full ||= lengthOf(line) >= this.parts.mostPerLane;
  }

  /** The entry was handed on and is done with: its lane moves up. */
  remove(id: string): void {
    const line = this.byId.get(id);
    if (!line) return;
    this.forget(line, id);
    line.full &&= lengthOf(line) > this.parts.mostPerLane / 2;
    this.moveUp(line);
  }

  /** Forgets the entries of these ids, which were handed on, and all that were not. */
  release(handedOn: Iterable<string>): void {
    this.releases += 1;
    for (const id of handedOn) {
      const line = this.byId.get(id);
      if (line) this.forget(line, id);
    }
    for (const line of this.lines.values()) {
      for (const { id } of line.further) this.byId.delete(id);
      line.further = [];
      line.reading = false;
      line.full = false;
      this.moveUp(line);
    }
  }

  private lineOf(lane: string): Line {
    let line = this.lines.get(lane);
    if (!line) {
      line = { lane, handedOn: 0, further: [], reading: false, full: false };
      this.lines.set(lane, line);
    }
    return line;
  }

  /** The first of a lane always, so that no lane waits for another's memory. */
  private mayHand({ handedOn }: Line): boolean {
    return handedOn === 0 || (handedOn < MOST_OF_A_LANE && this.inMemory < MOST_IN_MEMORY);
  }

  private hand(line: Line, entry: InboxEntry): void {
    line.handedOn += 1;
    this.inMemory += 1;
    this.parts.deliver(line.lane, entry);
  }

  private forget(line: Line, id: string): void {
    this.byId.delete(id);
    line.handedOn -= 1;
    this.inMemory -= 1;
  }

  private moveUp(line: Line): void {
    if (line.further.length > 0) void this.readOn(line);
    else if (line.handedOn === 0) this.lines.delete(line.lane);
  }

  /** Hands on more of a line when half of its place in memory is free, so that its lane need not wait for the reading. */
  private async readOn(line: Line): Promise<void> {
    const place = this.inMemory < MOST_IN_MEMORY ? MOST_OF_A_LANE : 1;
    if (line.reading || line.handedOn > place / 2) return;
    line.reading = true;
    const { generation } = this;
    const next = line.further.slice(0, place - line.handedOn);
    const stored = await this.parts.readBack(next.map(({ id }) => id)).catch(() => undefined);
    // Released meanwhile, or the bot is being stopped: it is all still in the store.
    if (!stored || generation !== this.generation) return;
    line.reading = false;
    line.further.splice(0, next.length);
    for (const { id, leftOver } of next) {
      const entry = stored.get(id);
      if (entry) this.hand(line, { id, ...entry, leftOver });
      else this.byId.delete(id);
    }
    this.moveUp(line);
  }
}

interface Line {
  readonly lane: string;
  /** How many are handed on, and not yet known as finished by the store. */
  handedOn: number;
  /** Those that come next. */
  further: { readonly id: string; readonly leftOver: boolean }[];
  reading: boolean;
  full: boolean;
}

const lengthOf = ({ handedOn, further }: Line) => handedOn + further.length;

/** Entries in memory at most, first ones of their lanes aside. */
const MOST_IN_MEMORY = 2_000;
const MOST_OF_A_LANE = 32;
