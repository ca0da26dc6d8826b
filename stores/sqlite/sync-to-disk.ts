import { closeSync, fsyncSync, openSync } from "node:fs";

/** Makes sure that it is on the disk: a file that nobody has open, or the names in a directory. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
