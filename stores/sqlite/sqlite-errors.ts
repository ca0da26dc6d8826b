import type { Explanation } from "../keyv-backend.ts";

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const SHORT_READ = IOERR | (2 << 8);
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY || resultCode(error) === LOCKED;

/** A short read is met where the write-ahead log was cut under a running bot. */
export const isDamage = (error: unknown): boolean =>
  resultCode(error) === CORRUPT || resultCode(error) === NOTADB || fullCode(error) === SHORT_READ;

/** SQLite's own word for it, or the operating system's. */
export const isDiskFull = (error: unknown): boolean =>
  resultCode(error) === FULL ||
  resultCode(error) === IOERR ||
  (error instanceof Error && "code" in error && ["ENOSPC", "EDQUOT", "EFBIG"].includes(String(error.code)));

/** What a failure of SQLite comes to. @see https://sqlite.org/rescode.html */
export function explain(error: unknown): Explanation {
  if (isDamage(error)) return { reason: "is damaged", hint: DAMAGE_HINT, damaged: true };
  switch (resultCode(error)) {
    case BUSY:
    case LOCKED:
      return { reason: "is locked by another process", hint: "Which other program has the file open for so long?" };
    case FULL:
    case IOERR:
      return { reason: "could not write: the disk is full or failing", hint: "Make room on the disk, or check it." };
    case READONLY:
    case CANTOPEN:
      return { reason: "may not be written", hint: "Does the bot's user own the file and its directory?" };
    default:
      return {
        reason: `failed (${error instanceof Error ? error.message : String(error)})`,
        hint: "The cause says more.",
      };
  }
}

export const DAMAGE_HINT =
  "A running bot sets the file aside by itself, and carries over what is readable; if none runs, start it.";

/** SQLite's primary result code; the higher bits tell finer cases apart. */
const resultCode = (error: unknown) => (fullCode(error) ?? 0) & 0xff;

function fullCode(error: unknown): number | undefined {
  const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  return typeof code === "number" ? code : undefined;
}
