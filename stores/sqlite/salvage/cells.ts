import type { PageFile } from "./page-file.ts";

/** What a column holds; a blob, which we never store, is `undefined`. */
export type Column = string | number | null | undefined;

export interface Cell {
  /** Of a table; undefined in an index. */
  readonly rowid: number | undefined;
  readonly columns: readonly Column[];
}

export const TABLE_LEAF = 13;
export const TABLE_INTERIOR = 5;
export const INDEX_LEAF = 10;
export const INDEX_INTERIOR = 2;

/**
 * The records a page holds, each judged on its own: one that cannot be is passed over.
 *
 * @param at where the page's own header begins: behind that of the file on page 1.
 * @see https://sqlite.org/fileformat2.html#b_tree_pages
 */
export function* cellsOf(page: Buffer, file: PageFile, at = 0): Generator<Cell> {
  const type = page[at];
  if (type !== TABLE_LEAF && type !== INDEX_LEAF && type !== INDEX_INTERIOR) return;
  const pointers = at + (type === INDEX_INTERIOR ? 12 : 8);
  // A damaged count finds too few cells, or pointers that lead to none.
  const count = Math.min(page.readUInt16BE(at + 3), Math.floor((page.length - pointers) / 2));
  for (let index = 0; index < count; index++) {
    const cell = cellAt(page, page.readUInt16BE(pointers + index * 2), type, file);
    if (cell) yield cell;
  }
}

function cellAt(page: Buffer, start: number, type: number, file: PageFile): Cell | undefined {
  const reader = new Reader(page, type === INDEX_INTERIOR ? start + 4 : start);
  const size = reader.varint();
  const rowid = type === TABLE_LEAF ? reader.varint() : undefined;
  if (size === undefined || size > MOST_BYTES || reader.at > page.length) return undefined;
  const payload = payloadOf(page, reader.at, size, type, file);
  const columns = payload && recordOf(payload);
  return columns && { rowid, columns };
}

/** What does not fit on the page goes on in a chain of others. */
function payloadOf(page: Buffer, at: number, size: number, type: number, file: PageFile): Buffer | undefined {
  const usable = page.length;
  const most = type === TABLE_LEAF ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (size <= most) return at + size <= usable ? page.subarray(at, at + size) : undefined;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitted = least + ((size - least) % (usable - 4));
  const local = fitted <= most ? fitted : least;
  if (at + local + 4 > usable) return undefined;
  const parts = [page.subarray(at, at + local)];
  let next = page.readUInt32BE(at + local);
  for (let missing = size - local; missing > 0; missing -= usable - 4) {
    const more = file.page(next);
    if (!more) return undefined;
    parts.push(more.subarray(4, 4 + Math.min(missing, usable - 4)));
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

/** @see https://sqlite.org/fileformat2.html#record_format */
function recordOf(payload: Buffer): Column[] | undefined {
  const header = new Reader(payload, 0);
  const headerSize = header.varint();
  if (headerSize === undefined || headerSize > payload.length) return undefined;
  const columns: Column[] = [];
  let at = headerSize;
  while (header.at < headerSize) {
    const type = header.varint();
    if (type === undefined || columns.length === MOST_COLUMNS) return undefined;
    const size = sizeOf(type);
    if (at + size > payload.length) return undefined;
    columns.push(columnOf(payload, at, type, size));
    at += size;
  }
  return columns;
}

const INTEGER_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0];

const sizeOf = (type: number) => (type >= 12 ? Math.floor((type - 12) / 2) : (INTEGER_SIZES[type] ?? 0));

function columnOf(payload: Buffer, at: number, type: number, size: number): Column {
  if (type === 0) return null;
  if (type <= 5) return payload.readIntBE(at, size);
  if (type === 6) return Number(payload.readBigInt64BE(at));
  if (type === 7) return payload.readDoubleBE(at);
  if (type === 8 || type === 9) return type - 8;
  return type % 2 === 1 ? payload.toString("utf8", at, at + size) : undefined;
}

class Reader {
  constructor(
    private readonly bytes: Buffer,
    public at: number,
  ) {}

  /** One to nine bytes, the highest first, seven bits of each and all eight of the ninth. */
  varint(): number | undefined {
    let value = 0;
    for (let length = 1; length <= 9; length++) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) return undefined;
      if (length === 9) return value * 256 + byte;
      value = value * 128 + (byte & 0x7f);
      if (byte < 0x80) return value;
    }
    return undefined;
  }
}

/** More than anything stored can have: a larger size was made by damage. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Of any table or index of ours. */
const MOST_COLUMNS = 5;
