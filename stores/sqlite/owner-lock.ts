import { DatabaseSync } from "node:sqlite";
import type { Ownership } from "#core";
import { makeFile } from "./private-files.ts";
import { isBusy } from "./sqlite-errors.ts";

/**
 * Takes the owner's lock of a store: an exclusive transaction on a tiny database beside it, which the operating system
 * ends with the process. It also keeps out a second handle of the same process.
 *
 * @returns undefined while another owner holds it.
 */
export function takeOwnership(file: string): Ownership | undefined {
  const path = `${file}.lock`;
  makeFile(path);
  const lock = new DatabaseSync(path, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
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
