import { mkdir, mkdtempDisposable, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isDeepStrictEqual } from "node:util";
import { type Backend, type Log, openSessions, StoreDamaged } from "#core";
import { sqliteBackend } from "#stores";
import type { GrownStore } from "./grown-store.ts";
import type { Harm, Harmed } from "./harms.ts";
import { latestOf, type Whereabouts } from "./whereabouts.ts";

/** One store, damaged in one way. */
export interface Case {
  readonly harm: Harm;
  readonly store: GrownStore;
  readonly whereabouts: Whereabouts;
  readonly random: () => number;
  readonly withBackup: boolean;
}

export interface CaseOutcome {
  /** Sessions there were, those of them on pages that damage has not met, and how many of either were saved. */
  readonly sessions: number;
  readonly untouched: number;
  readonly saved: number;
  readonly savedUntouched: number;
  /** Saved in an older version, with the loss said to be unknown. */
  readonly older: number;
  /** How often the file was set aside. */
  readonly salvages: number;
  /** What should never be. */
  readonly wrongs: readonly string[];
}

/** Lays the damaged files out as the bot would find them in its working directory. */
export async function layOut(directory: string, { store, withBackup }: Case, harmed: Harmed): Promise<string> {
  const file = join(directory, "sessions", "bot_data.sqlite");
  await mkdir(join(directory, "sessions", "backups"), { recursive: true });
  for (const [part, ending] of [
    ["db", ""],
    ["wal", "-wal"],
    ["shm", "-shm"],
  ] as const) {
    const bytes = harmed[part];
    if (bytes) await writeFile(file + ending, bytes);
  }
  if (withBackup)
    await writeFile(join(directory, "sessions/backups/bot_data-2026-02-04T12-00-00-000Z.sqlite"), store.backup);
  return file;
}

/** Opens the store as a bot does, as often as damage asks for it, and looks at every session. */
export async function play(it: Case): Promise<CaseOutcome> {
  await using directory = await mkdtempDisposable(`${tmpdir()}/fuzz-`);
  const harmed = it.harm.apply(it.store, it.random);
  const file = await layOut(directory.path, it, harmed);
  const lines: Line[] = [];
  const backend = sqliteBackend({ file });
  try {
    const found = await patiently(backend, logInto(lines), () => readAll(backend, it.store));
    // Damage where nothing was read so far, as in the marks, is met only now.
    await mending(backend, logInto(lines), () => writesOn(backend, found));
    return await judge({ ...it, isSame: isSameSession }, harmed, file, found, lines);
  } catch (error) {
    return { ...NOTHING, sessions: latestOf(it.store).size, wrongs: [`did not open: ${String(error)}`] };
  } finally {
    await backend.close();
  }
}

export interface Line {
  readonly event: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What was read: a session as it is stored, what is wrong with it, or undefined for absent. */
type Found = ReadonlyMap<number, string | { readonly corrupt: string } | undefined>;

/** Damage met in use is mended by opening anew, as the bot does it. */
export async function patiently<T>(backend: Backend, log: Log, task: () => Promise<T>): Promise<T> {
  await backend.open(log);
  return mending(backend, log, task);
}

/** Opens it anew whenever damage is met, as a running bot does. */
async function mending<T>(backend: Backend, log: Log, task: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await task();
    } catch (error) {
      if (!(error instanceof StoreDamaged) || attempt > 3) throw error;
    }
    await backend.open(log);
  }
}

export async function readAll(backend: Backend, { versions }: GrownStore): Promise<Found> {
  await backend.check();
  await backend.log.unfinished(1_000);
  const sessions = openSessions(backend);
  const found = new Map<number, string | { corrupt: string } | undefined>();
  for (const user of versions.keys()) {
    const reading = await sessions.inspect(user);
    if (reading.state === "unavailable") throw reading.error;
    if (reading.state === "corrupt") found.set(user, { corrupt: reading.reason });
    else found.set(user, reading.state === "found" ? await backend.read(`session:${user}`) : undefined);
  }
  for await (const [user] of sessions.entries())
    if (!versions.has(user) && user !== NEWCOMER) found.set(user, "invented");
  return found;
}

async function writesOn(backend: Backend, found: Found): Promise<void> {
  const sessions = openSessions(backend);
  await sessions.update(NEWCOMER, (session) => session.countTurn());
  for (const [user, value] of found) {
    if (typeof value !== "string") continue;
    await sessions.update(user, (session) => session.countTurn());
    break;
  }
}

interface Judged extends Case {
  /** Whether two stored sessions are the same version. */
  readonly isSame: (one: string, other: string) => boolean;
}

/** What is wrong with what is left. Also for a store that a bot has mended. */
export async function judge(
  { store, whereabouts, harm, isSame }: Judged,
  harmed: Harmed,
  file: string,
  found: Found,
  lines: readonly Line[],
): Promise<CaseOutcome> {
  const wrongs: string[] = [];
  const salvages = lines.filter(({ event }) => event === "damaged store salvaged");
  const isSaid = harm.unseen || salvages.some(({ fields }) => fields.lost === "unknown" || fields.backup !== undefined);
  let [untouched, saved, savedUntouched, older] = [0, 0, 0, 0];
  const latest = latestOf(store);
  for (const [user, value] of found) {
    const last = latest.get(user);
    const isUntouched = last !== undefined && whereabouts.isUntouched(user, last, harmed);
    if (isUntouched) untouched++;
    const isThere = typeof value === "string";
    const isLatest = isThere && last !== undefined && isSame(value, last);
    if (isLatest) {
      saved++;
      if (isUntouched) savedUntouched++;
    } else if (isUntouched) wrongs.push(`session of ${user} on an untouched page: ${described(value)}`);
    if (!isThere || isLatest) continue;
    if (!store.versions.get(user)?.some((each) => isSame(each, value)))
      wrongs.push(`session of ${user} was never like this`);
    else if (last !== undefined) older++;
    if (!isSaid)
      wrongs.push(`session of ${user} is ${last ? "an older one" : "back"}, and the loss is not said to be unknown`);
  }
  // Damage that nobody has met yet may still be there, since a start does not look at everything.
  if (salvages.length > 0) wrongs.push(...integrityOf(file));
  if (isFirstAsItWas(lines)) wrongs.push(...(await keptAside(file, harmed)));
  return { sessions: latest.size, untouched, saved, savedUntouched, older, salvages: salvages.length, wrongs };
}

/** Turns brought back from a backup wait for their users: that is no other session. */
export const isSameSession = (one: string, other: string) => isDeepStrictEqual(withoutTurns(one), withoutTurns(other));
const withoutTurns = (stored: string) => ({ ...(JSON.parse(stored) as object), turns: [], checksum: "" });

const described = (value: ReturnType<Found["get"]>) =>
  value === undefined ? "absent" : typeof value === "string" ? "not the latest" : value.corrupt;

/** A bot that meets damage in use has written to the file before: then it is not kept as this campaign left it. */
function isFirstAsItWas(lines: readonly Line[]): boolean {
  const first = lines.find(({ event }) => event === "damaged store salvaged");
  const inUse = String(first?.fields.damage).includes("while in use");
  return first !== undefined && !(inUse && lines.some(({ event }) => event === "started"));
}

/** The first time, since what a salvage has made is not damaged again. */
async function keptAside(file: string, harmed: Harmed): Promise<string[]> {
  const directory = join(file, "..");
  const names = (await readdir(directory)).filter((name) => name.includes(".corrupt-")).toSorted();
  const first = names[0]?.match(/.*Z/)?.[0] ?? "nothing";
  const wrongs: string[] = [];
  for (const [part, ending] of [
    ["db", ""],
    ["wal", "-wal"],
  ] as const) {
    const kept = names.includes(first + ending) ? await readFile(join(directory, first + ending)) : undefined;
    if (!(kept ?? Buffer.alloc(0)).equals(harmed[part] ?? Buffer.alloc(0)))
      wrongs.push(`${part} was not kept as it was`);
  }
  if (harmed.shm && !names.includes(`${first}-shm`)) wrongs.push("shm was not kept");
  return wrongs;
}

function integrityOf(file: string): string[] {
  const database = new DatabaseSync(file);
  try {
    const [row] = database.prepare("PRAGMA integrity_check").all();
    return row?.integrity_check === "ok" ? [] : [`integrity: ${String(row?.integrity_check)}`];
  } catch (error) {
    return [`integrity: ${String(error)}`];
  } finally {
    database.close();
  }
}

export function logInto(lines: Line[]): Log {
  const note = (event: string, fields: Readonly<Record<string, unknown>> = {}) => void lines.push({ event, fields });
  return { debug: note, info: note, warn: note, error: note };
}

/** Who comes when all is over. */
export const NEWCOMER = 999_999;
/** Of a store that could not be looked at. */
export const NOTHING = { untouched: 0, saved: 0, savedUntouched: 0, older: 0, salvages: 0 };
