import type { Explanation } from "../keyv-backend.ts";

const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY || resultCode(error) === LOCKED;

export const isDamage = (error: unknown): boolean => resultCode(error) === CORRUPT || resultCode(error) === NOTADB;

/** SQLite's own word for it, or the operating system's. */
export const isDiskFull = (error: unknown): boolean =>
  resultCode(error) === FULL ||
  resultCode(error) === IOERR ||
  (error instanceof Error && "code" in error && ["ENOSPC", "EDQUOT", "EFBIG"].includes(String(error.code)));

/** What a failure of SQLite comes to. @see https://sqlite.org/rescode.html */
export function explain(error: unknown): Explanation {
  switch (resultCode(error)) {
    case BUSY:
    case LOCKED:
      return { reason: "is locked by another process", hint: "Which other program has the file open for so long?" };
    case CORRUPT:
    case NOTADB:
      return {
        reason: "is damaged",
        hint: "Restart the bot: it sets the file aside and carries over what is readable.",
      };
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

/** SQLite's primary result code; the higher bits tell finer cases apart. */
function resultCode(error: unknown): number | undefined {
  const code = error instanceof Error && "errcode" in error ? error.errcode : undefined;
  return typeof code === "number" ? code & 0xff : undefined;
}
