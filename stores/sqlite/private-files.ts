import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { StoreUnusable } from "#core";

/**
 * The full path of a file behind all links, since SQLite keeps -wal and -shm where the file really is. A full path is also
 * never taken for one of SQLite's special names.
 */
export function realPath(file: string): string {
  const path = resolve(file);
  return existsSync(path) ? realpathSync(path) : path;
}

/** What SQLite and we keep beside a database file. */
const COMPANIONS = ["-wal", "-shm", ".lock"];

const GROUP_AND_OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Makes place for the file: its directory, if missing, for the owner alone (700), the file as well (600), whatever the
 * umask. An existing file and what lies beside it is tightened; a directory that is already in use keeps its mode.
 *
 * @throws {StoreUnusable} saying what stands in the way.
 */
export function makePrivately(file: string): void {
  try {
    makeDirectory(dirname(file));
    const there = statSync(file, { throwIfNoEntry: false });
    if (there?.isDirectory())
      throw new StoreUnusable(`${file} is a directory.`, `Name a file, such as ${file}/bot_data.sqlite.`);
    if (there && !there.isFile())
      throw new StoreUnusable(`${file} is not a file.`, "Name a file, or a place for a new one.");
    makeFile(file);
    for (const path of [file, ...COMPANIONS.map((ending) => file + ending)]) tighten(path);
    accessSync(file, constants.R_OK | constants.W_OK);
    accessSync(dirname(file), constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw inWords(file, cause);
  }
}

/** For the owner alone; one that is in use keeps its mode. */
export function makeDirectory(path: string): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (!existing) {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } else if (isFreeForUs(path, existing)) chmodSync(path, 0o700);
}

/** Empty, ours, not shared like /tmp, and not where the program happens to run. */
function isFreeForUs(path: string, stat: Stats): boolean {
  if (!stat.isDirectory() || (stat.mode & GROUP_AND_OTHERS) === 0 || (stat.mode & STICKY) !== 0) return false;
  return stat.uid === process.geteuid?.() && path !== process.cwd() && readdirSync(path).length === 0;
}

/**
 * Makes an empty file if it is missing. It never opens one that exists: closing any descriptor of a database drops the
 * locks that this process holds on it. SQLite gives -wal and -shm the mode of the file.
 *
 * @see https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
export function makeFile(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

function tighten(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat && (stat.mode & GROUP_AND_OTHERS) !== 0 && stat.uid === process.geteuid?.()) chmodSync(path, 0o600);
}

function inWords(file: string, cause: unknown): unknown {
  switch (codeOf(cause)) {
    case "EACCES":
    case "EPERM":
      return new StoreUnusable(
        `The sessions cannot be kept in ${file}: permission denied.`,
        `Let the bot's user read and write the file and its directory, or choose another place.`,
        cause,
      );
    case "EROFS":
      return new StoreUnusable(
        `The sessions cannot be kept in ${file}: its file system is read-only.`,
        "Mount it writable, or choose another place.",
        cause,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new StoreUnusable(
        `The sessions cannot be kept in ${file}: a part of that path is a file, not a directory.`,
        "Choose another place.",
        cause,
      );
    case "ENOENT":
      return new StoreUnusable(
        `The sessions cannot be kept in ${file}: it is a link that leads nowhere.`,
        "Make what it leads to, or remove it.",
        cause,
      );
    default:
      return cause;
  }
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
