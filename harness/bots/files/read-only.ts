import { spawnSync } from "node:child_process";
import { chmod, stat } from "node:fs/promises";
import { type Undoable, undoable } from "./undo.ts";

/**
 * Nobody may write to a file or directory any more; what is open already can still be written to.
 * Who is root may write whatever the permissions say, so then the place is mounted read-only, which takes Linux.
 *
 * @throws where root may not mount.
 */
export async function makeReadOnly(path: string): Promise<Undoable> {
  return process.getuid?.() === 0 ? mountReadOnly(path) : takePermission(path);
}

async function takePermission(path: string): Promise<Undoable> {
  const { mode } = await stat(path);
  await chmod(path, mode & ~0o222);
  return undoable(() => chmod(path, mode));
}

async function mountReadOnly(path: string): Promise<Undoable> {
  mount("--bind", path, path);
  const undo = undoable(async () => {
    spawnSync("umount", ["--lazy", path]);
  });
  try {
    mount("-o", "remount,bind,ro", path);
    return undo;
  } catch (error) {
    await undo.undo();
    throw error;
  }
}

function mount(...args: readonly string[]): void {
  const { status, stderr, error } = spawnSync("mount", args, { encoding: "utf8" });
  if (status === 0) return;
  const why = (stderr ?? error?.message ?? "").trim();
  throw new Error(`Root can write to everything, so it takes a mount to stop it, and that failed: ${why}`);
}
