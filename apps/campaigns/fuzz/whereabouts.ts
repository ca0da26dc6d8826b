import type { GrownStore, Image } from "./grown-store.ts";
import { type Harmed, PAGE_SIZE } from "./harms.ts";

/** A stretch of bytes of one part of a store: a page of the file, or a frame of the log. */
interface Stretch {
  readonly part: "db" | "wal";
  readonly at: number;
  readonly length: number;
}

/**
 * Tells, without any help of the product, whether damage has met the pages a stored value lies on: where its bytes are
 * found last, in the log before the file, since what stands further back in the log is what counts.
 */
export class Whereabouts {
  /** Where to look first comes first. */
  private readonly stretches: readonly Stretch[];
  private readonly found = new Map<string, readonly Stretch[]>();

  constructor(private readonly image: Image) {
    this.stretches = [
      ...evenly("wal", LOG_HEADER, FRAME, image.wal.length).toReversed(),
      ...evenly("db", 0, PAGE_SIZE, image.db.length),
    ];
  }

  isUntouched(user: number, value: string, harmed: Harmed): boolean {
    return this.of(user, value).every(({ part, at, length }) => {
      const now = harmed[part]?.subarray(at, at + length);
      return now?.equals(this.image[part].subarray(at, at + length)) ?? false;
    });
  }

  private of(user: number, value: string): readonly Stretch[] {
    const known = this.found.get(value) ?? this.find(user, value);
    this.found.set(value, known);
    return known;
  }

  /** A piece that lies across two pages is not found: its neighbours are. */
  private find(user: number, value: string): readonly Stretch[] {
    const row = this.stretches.find((stretch) => holdsRow(this.bytesOf(stretch), user, value));
    if (!row) throw new Error(`The session of ${user} lies nowhere.`);
    const found = new Set([row]);
    if (this.bytesOf(row).includes(value)) return [row];
    const starts = Array.from({ length: Math.ceil(value.length / PROBE) }, (_, index) => index * PROBE);
    const pieces = starts.map((start) => value.slice(start, start + PROBE));
    // The last page may hold no more than the checksum.
    for (const piece of [...pieces, value.slice(-24), value.slice(-12)]) {
      const stretch = this.stretchOf(piece);
      if (stretch) found.add(stretch);
    }
    return [...found];
  }

  private stretchOf(text: string): Stretch | undefined {
    return this.stretches.find((stretch) => this.bytesOf(stretch).includes(text));
  }

  private bytesOf({ part, at, length }: Stretch): Buffer {
    return this.image[part].subarray(at, at + length);
  }
}

/** Whether the page lists the row: bytes of rows that have moved elsewhere stay on it, too. */
function holdsRow(stretch: Buffer, user: number, value: string): boolean {
  const page = stretch.subarray(-PAGE_SIZE);
  if (page[0] !== TABLE_LEAF) return false;
  const row = `session:${user}${value.slice(0, 60)}`;
  const starts = Array.from({ length: page.readUInt16BE(3) }, (_, index) => page.readUInt16BE(8 + index * 2));
  return starts.some((start) => page.subarray(start, start + LONGEST_ROW_HEADER + row.length).includes(row));
}

function evenly(part: Stretch["part"], from: number, length: number, end: number): Stretch[] {
  const count = Math.max(0, Math.floor((end - from) / length));
  return Array.from({ length: count }, (_, index) => ({ part, at: from + index * length, length }));
}

/** The latest version of each session that is there. */
export function latestOf({ versions, deleted }: GrownStore): Map<number, string> {
  return new Map([...versions].flatMap(([user, all]) => (deleted.has(user) ? [] : [[user, all.at(-1) ?? ""]])));
}

/** Long enough to be nobody else's. */
const PROBE = 200;
const LOG_HEADER = 32;
const TABLE_LEAF = 13;
const LONGEST_ROW_HEADER = 24;
const FRAME = 24 + PAGE_SIZE;
