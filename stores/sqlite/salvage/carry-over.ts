import { rmSync } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Log } from "#core";
import { backupsOf } from "../backup-files.ts";
import { Database } from "../database.ts";
import { giveBirth } from "../schema.ts";
import { isForeign, rescueFile } from "./file-rows.ts";
import { rescueBackup } from "./from-backup.ts";
import { looseRows } from "./loose-rows.ts";
import { type MendedCopy, mendedCopy } from "./mended-copy.ts";
import { PageFile } from "./page-file.ts";
import { isRecoverInstalled, offerRecovered, recoverInto } from "./recover-command.ts";
import { RescuedStore, type Source } from "./rescued-store.ts";

/** What became of the sessions of a damaged file. */
export interface Rescue {
  readonly sessions: number;
  readonly from: Readonly<Record<Source, number>>;
  /** The backup that was asked, if one was. */
  readonly backup: string | undefined;
  /** How many are there, but damaged themselves. */
  readonly damaged: number;
  /** How many are gone; undefined when that cannot be known. */
  readonly lost: number | undefined;
}

/** Fills a new file with the best that can still be found of a damaged one, which is only copied from. */
export async function carryOver(damaged: string, target: string, log: Log): Promise<Rescue> {
  const path = `${damaged}.reading`;
  const to = new Database(target);
  try {
    giveBirth(to);
    const rescued = new RescuedStore(to);
    const copy = await mendedCopy(damaged, path);
    to.run("BEGIN");
    const known = await rescueFrom(copy, rescued, log);
    const asked = { known, wanted: copy.lostWrites ? () => true : (key: string) => rescued.lacks(key) };
    const backup = await rescueFromBackups(damaged, path, rescued, asked);
    rescued.continueLog();
    to.run("COMMIT");
    const cameFrom = (source: Source) => rescued.cameFrom(source);
    return {
      sessions: rescued.sessions,
      from: {
        file: cameFrom("file"),
        recover: cameFrom("recover"),
        pages: cameFrom("pages"),
        backup: cameFrom("backup"),
      },
      backup,
      damaged: rescued.damaged,
      lost: known && lostOf(known, rescued),
    };
  } finally {
    to.close();
    removeAll(path);
  }
}

type Known = ReadonlySet<string> | undefined;

const lostOf = (known: ReadonlySet<string>, rescued: RescuedStore) =>
  [...known].filter((key) => rescued.isLostSession(key)).length;

/** @returns the keys that were there; undefined when that cannot be known. */
async function rescueFrom(copy: MendedCopy, rescued: RescuedStore, log: Log): Promise<Known> {
  // Nothing in another program's file is ours, whatever it looks like.
  if (isForeign(copy.path)) return undefined;
  const contents = await unhurried(rescueFile(copy.path, rescued));
  const known = copy.lostWrites ? undefined : contents.known;
  // What is not among these was deleted.
  const isKnown = (key: string) => known?.has(key) ?? true;
  await rescueByCommand(copy, rescued, isKnown, log);
  await unhurried(rescuePages(copy, rescued, isKnown));
  return known;
}

async function rescueByCommand(copy: MendedCopy, rescued: RescuedStore, isKnown: IsKnown, log: Log): Promise<void> {
  if (!isRecoverInstalled()) {
    log.info("salvage went without sqlite3 .recover", { hint: "Where the sqlite3 command has it, it is asked, too." });
    return;
  }
  const path = `${copy.path}.recovered`;
  try {
    if (!(await recoverInto(path, copy.path, RECOVERS_WITHIN_MS))) log.warn("sqlite3 .recover did not come to its end");
    await unhurried(offerRecovered(path, rescued, isKnown));
  } catch (error) {
    log.warn("sqlite3 .recover was of no use", { error });
  }
}

type IsKnown = (key: string) => boolean;

function* rescuePages(copy: MendedCopy, rescued: RescuedStore, isKnown: IsKnown): Generator<void> {
  using file = new PageFile(copy.path, copy.pageSize);
  for (const row of looseRows(file, copy.strays)) {
    if (row.table === "entries") rescued.offer(row.key, row.value, "pages", isKnown);
    else if (row.table === "log") rescued.offerLogRow(row.row);
    yield;
  }
  // Marks belong to entries, so they come after all of them.
  for (const row of looseRows(file, copy.strays)) {
    if (row.table === "marks") rescued.offerMark(row.key, row.name, row.score);
    yield;
  }
}

/** The newest one that can be read. @returns its path, if one was asked. */
async function rescueFromBackups(
  damaged: string,
  path: string,
  rescued: RescuedStore,
  { known, wanted }: { readonly known: Known; readonly wanted: IsKnown },
): Promise<string | undefined> {
  if (known && rescued.damaged === 0 && lostOf(known, rescued) === 0) return undefined;
  const isWanted = (key: string) => (known?.has(key) ?? true) && wanted(key);
  for (const backup of backupsOf(damaged)) {
    removeAll(path);
    const copy = await mendedCopy(backup.path, path);
    if (await unhurried(rescueBackup(copy.path, rescued, isWanted))) return backup.path;
  }
  return undefined;
}

/** Lets other work of this process come in between: a large store takes minutes. */
async function unhurried<T>(work: Generator<void, T>): Promise<T> {
  for (let since = performance.now(); ; ) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - since < AT_ONCE_MS) continue;
    await nextTurn();
    since = performance.now();
  }
}

function removeAll(path: string): void {
  for (const each of [path, `${path}.recovered`])
    for (const part of ["", "-wal", "-shm", "-journal"]) rmSync(each + part, { force: true });
}

const AT_ONCE_MS = 10;
const RECOVERS_WITHIN_MS = 120_000;
