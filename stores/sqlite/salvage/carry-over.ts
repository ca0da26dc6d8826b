import { rmSync } from "node:fs";
import { Database } from "../database.ts";
import { giveBirth } from "../schema.ts";
import { type Contents, isForeign, rescueFile, UNKNOWN } from "./file-rows.ts";
import { looseRows } from "./loose-rows.ts";
import { type MendedCopy, mendedCopy } from "./mended-copy.ts";
import { PageFile } from "./page-file.ts";
import { RescuedStore } from "./rescued-store.ts";

/** What became of the sessions of a damaged file. */
export interface Rescue {
  readonly sessions: number;
  /** How many of them came by the file's own trees, and how many from pages that no tree leads to any more. */
  readonly from: { readonly file: number; readonly pages: number };
  /** How many are there, but damaged themselves. */
  readonly damaged: number;
  /** How many are gone; undefined when that cannot be known. */
  readonly lost: number | undefined;
}

/** Fills a new file with the best that can still be found of a damaged one, which is only copied from. */
export async function carryOver(damaged: string, target: string): Promise<Rescue> {
  const path = `${damaged}.reading`;
  const to = new Database(target);
  try {
    giveBirth(to);
    const rescued = new RescuedStore(to);
    const copy = await mendedCopy(damaged, path);
    const { known } = to.transaction(() => rescueFrom(copy, rescued));
    return {
      sessions: rescued.sessions,
      from: { file: rescued.cameFrom("file"), pages: rescued.cameFrom("pages") },
      damaged: rescued.damaged,
      lost: known && [...known].filter((key) => rescued.isLostSession(key)).length,
    };
  } finally {
    to.close();
    for (const part of ["", "-wal", "-shm", "-journal"]) rmSync(path + part, { force: true });
  }
}

function rescueFrom(copy: MendedCopy, rescued: RescuedStore): Contents {
  // Nothing in another program's file is ours, whatever it looks like.
  if (isForeign(copy.path)) return UNKNOWN;
  const contents = rescueFile(copy.path, rescued);
  const known = copy.lostWrites ? undefined : contents.known;
  rescuePages(copy, rescued, known);
  rescued.continueLog();
  return { known };
}

/** @param known what is not among these keys was deleted. */
function rescuePages(copy: MendedCopy, rescued: RescuedStore, known: ReadonlySet<string> | undefined): void {
  using file = new PageFile(copy.path, copy.pageSize);
  const isKnown = (key: string) => known?.has(key) ?? true;
  // Marks belong to entries, so they come after all of them.
  for (const row of looseRows(file, copy.strays)) {
    if (row.table === "entries") rescued.offer(row.key, row.value, "pages", isKnown);
    else if (row.table === "log") rescued.offerLogRow(row.row);
  }
  for (const row of looseRows(file)) if (row.table === "marks") rescued.offerMark(row.key, row.name, row.score);
}
