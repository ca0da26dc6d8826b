import { DatabaseSync } from "node:sqlite";
import { damages } from "#harness";
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
  ...(
    [
      "cut at a page",
      "cut anywhere",
      "one byte flipped",
      "bytes flipped",
      "header damaged",
      "pages zeroed",
      "pages overwritten",
      "pages exchanged",
      "a block zeroed",
      "emptied",
    ] as const
  ).map((name) => onFile(name, damages[name])),
  { name: "another program's file", apply: (_, random) => ({ db: foreign(random), wal: undefined, shm: undefined }) },
  onLog("log: bytes flipped", damages["bytes flipped"]),
  onLog("log: cut", damages["cut anywhere"]),
  onLog("log: a block zeroed", damages["a block zeroed"]),
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
      db: damages["pages overwritten"](db, random),
      wal: damages["one byte flipped"](wal, random),
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
const below = (limit: number, random: () => number): number => Math.floor(random() * limit);

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
