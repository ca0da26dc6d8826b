import { closeSync, openSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { Ownership } from "#core";
import { isBusy } from "./sqlite-errors.ts";

/**
 * Takes the owner's lock of a store: an exclusive transaction on a tiny database beside it, which the operating system
 * ends with the process. It also keeps out a second handle of the same process.
 *
 * @returns undefined while another owner holds it.
 */
export function takeOwnership(file: string): Ownership | undefined {
  const path = `${file}.lock`;
  createPrivately(path);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return {
    async release() {
      if (lock.isOpen) lock.close();
    },
  };
}

/**
 * Never opens a file that exists: closing any descriptor of it would drop the locks this process holds on it.
 * @see https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
 */
function createPrivately(path: string): void {
  try {
    closeSync(openSync(path, "wx", 0o600));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
