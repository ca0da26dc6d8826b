import { spawnSync } from "node:child_process";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import type { BotProcess } from "#harness";

/** A disk that can be full. `await using` takes it away. */
export interface SmallDisk extends AsyncDisposable {
  /** Such as "a file system of 32 MB". */
  readonly what: string;
  /** Leaves no room for what comes. */
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
}

/** A file system of its own, where this machine lets us have one: Linux, as root. */
export function mountSmallDisk(directory: string, megabytes = 32): SmallDisk | undefined {
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m,mode=700`, "tmpfs", directory]);
  if (mounted.status !== 0) return undefined;
  const filler = join(directory, "somebody-elses-file");
  return {
    what: `a file system of ${megabytes} MB`,
    fill: () => fillUp(filler),
    makeRoom: () => rm(filler, { force: true }),
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

/** Where there is none to be had: no file takes anything more from the bot. Needs `prlimit`, which Linux has. */
export function limitFiles(bot: BotProcess): SmallDisk {
  const limit = (bytes: number | "unlimited") => {
    const set = spawnSync("prlimit", [`--pid=${bot.pid}`, `--fsize=${bytes}:unlimited`]);
    if (set.status !== 0) throw new Error(`prlimit failed: ${set.stderr ?? set.error}`);
  };
  return {
    what: "a limit on the size of its files",
    fill: async () => limit(0),
    makeRoom: async () => limit("unlimited"),
    async [Symbol.asyncDispose]() {},
  };
}
