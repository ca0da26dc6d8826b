import { DatabaseSync } from "node:sqlite";
import type { GrownStore, Image } from "./grown-store.ts";

/** What is done to a store; undefined: the part is missing. */
export interface Harmed {
  readonly db: Buffer | undefined;
  readonly wal: Buffer | undefined;
  readonly shm: Buffer | undefined;
}

export interface Harm {
  readonly name: string;
  /** Whether nothing is left that could tell of what was there. */
  readonly unseen?: true;
  apply(store: GrownStore, random: () => number): Harmed;
}

export const PAGE_SIZE = 4096;

/** Every kind of damage, each as likely as the others. */
export const harms: readonly Harm[] = [
  onFile("cut at a page", (db, random) => db.subarray(0, below(db.length / PAGE_SIZE, random) * PAGE_SIZE)),
  onFile("cut anywhere", (db, random) => db.subarray(0, below(db.length, random))),
  onFile("one byte flipped", (db, random) => flipped(db, 1, random)),
  onFile("bytes flipped", (db, random) => flipped(db, 2 + below(40, random), random)),
  onFile("header damaged", (db, random) =>
    Buffer.concat([flipped(db.subarray(0, 100), 1 + below(8, random), random), db.subarray(100)]),
  ),
  onFile("pages zeroed", (db, random) => paged(db, 1 + below(8, random), random, (page) => page.fill(0))),
  onFile("pages overwritten", (db, random) =>
    paged(db, 1 + below(8, random), random, (page) => page.set(page.map(() => below(256, random)))),
  ),
  onFile("pages exchanged", (db, random) =>
    paged(db, 1 + below(4, random), random, (page) =>
      db.copy(page, 0, below(db.length / PAGE_SIZE, random) * PAGE_SIZE),
    ),
  ),
  onFile("a block zeroed", (db, random) => {
    const at = below(db.length, random);
    return Buffer.from(db).fill(0, at, Math.min(db.length, at + below(65_536, random)));
  }),
  onFile("emptied", () => Buffer.alloc(0)),
  { name: "another program's file", apply: (_, random) => ({ db: foreign(random), wal: undefined, shm: undefined }) },
  onLog("log: bytes flipped", (wal, random) => flipped(wal, 1 + below(20, random), random)),
  onLog("log: cut", (wal, random) => wal.subarray(0, below(wal.length, random))),
  onLog("log: a block zeroed", (wal, random) => {
    const at = below(wal.length, random);
    return Buffer.from(wal).fill(0, at, Math.min(wal.length, at + below(32_768, random)));
  }),
  { name: "log: missing", apply: ({ image: { db, shm } }) => ({ db, wal: undefined, shm }) },
  {
    name: "log and its index missing",
    unseen: true,
    apply: ({ image: { db } }) => ({ db, wal: undefined, shm: undefined }),
  },
  {
    name: "killed while folding the log in",
    apply: ({ image }, random) => ({ ...image, db: partlyFolded(image, random) }),
  },
  {
    name: "log missing, folded in half",
    apply: ({ image }, random) => ({ db: partlyFolded(image, random), wal: undefined, shm: image.shm }),
  },
  {
    name: "file and log damaged",
    apply: ({ image: { db, wal, shm } }, random) => ({
      db: paged(db, 1 + below(4, random), random, (page) => page.fill(0xee)),
      wal: flipped(wal, 1 + below(5, random), random),
      shm,
    }),
  },
];

function onFile(name: string, change: (db: Buffer, random: () => number) => Buffer): Harm {
  return { name, apply: ({ image }, random) => ({ ...image, db: change(image.db, random) }) };
}

function onLog(name: string, change: (wal: Buffer, random: () => number) => Buffer): Harm {
  return { name, apply: ({ image }, random) => ({ ...image, wal: change(image.wal, random) }) };
}

/** A whole number from 0 up to a limit. */
export const below = (limit: number, random: () => number): number => Math.floor(random() * limit);

function flipped(bytes: Buffer, times: number, random: () => number): Buffer {
  const changed = Buffer.from(bytes);
  for (let time = 0; time < times; time++) {
    const at = below(changed.length, random);
    changed[at] = (changed[at] ?? 0) ^ (1 + below(255, random));
  }
  return changed;
}

function paged(db: Buffer, count: number, random: () => number, change: (page: Buffer) => void): Buffer {
  const changed = Buffer.from(db);
  for (let time = 0; time < count; time++) {
    const at = below(db.length / PAGE_SIZE, random) * PAGE_SIZE;
    change(changed.subarray(at, at + PAGE_SIZE));
  }
  return changed;
}

function foreign(random: () => number): Buffer {
  if (random() < 0.5) return Buffer.from(Array.from({ length: below(50_000, random) + 1 }, () => below(256, random)));
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE recipes(name TEXT); INSERT INTO recipes VALUES ('soup')");
  const bytes = database.serialize();
  database.close();
  return Buffer.from(bytes);
}

/** Some pages of the log written to the file, lowest first, the last of them only in part. */
function partlyFolded({ db, wal }: Image, random: () => number): Buffer {
  const latest = new Map<number, Buffer>();
  for (let at = 32; at + 24 + PAGE_SIZE <= wal.length; at += 24 + PAGE_SIZE)
    latest.set(wal.readUInt32BE(at), wal.subarray(at + 24, at + 24 + PAGE_SIZE));
  const pages = [...latest].toSorted(([one], [other]) => one - other).slice(0, below(latest.size, random));
  const folded = Buffer.alloc(Math.max(db.length, ...pages.map(([number]) => number * PAGE_SIZE)));
  db.copy(folded);
  for (const [index, [number, page]] of pages.entries())
    page.copy(folded, (number - 1) * PAGE_SIZE, 0, index === pages.length - 1 ? PAGE_SIZE / 2 : PAGE_SIZE);
  return folded;
}
