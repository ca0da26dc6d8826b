import { spawnSync } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Undoable, undoable } from "./undo.ts";

/** A disk that can be full. `await using` takes it away, with all that is on it. */
export interface SmallDisk extends AsyncDisposable {
  /** Leaves no room for what comes. */
  fill(): Promise<Undoable>;
}

/**
 * A file system of its own in this directory, where this machine lets us have one: Linux, as root.
 * @returns undefined elsewhere.
 */
export function mountSmallDisk(directory: string, megabytes = 32): SmallDisk | undefined {
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", directory]);
  if (mounted.status !== 0) return undefined;
  const filler = join(directory, "somebody-elses-file");
  return {
    async fill() {
      await fillUp(filler);
      return undoable(() => rm(filler, { force: true }));
    },
    async [Symbol.asyncDispose]() {
      spawnSync("umount", ["--lazy", directory]);
    },
  };
}

async function fillUp(path: string): Promise<void> {
  await using file = await open(path, "w");
  for (const size of [1_048_576, 4_096]) {
    const block = Buffer.alloc(size);
    // A write that finds some room takes that; the next one finds none.
    while (await hasRoomFor(file.write(block)));
  }
}

async function hasRoomFor(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return false;
    throw error;
  }
}
