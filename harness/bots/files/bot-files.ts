import { cp, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type DamageAt, type DamageName, damaged } from "./damage.ts";
import { type LockKind, lockFile } from "./lock.ts";
import { makeReadOnly } from "./read-only.ts";
import { randomFrom } from "./seeded-random.ts";
import type { SizeLimit } from "./size-limit.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
import { type Undoable, undoable } from "./undo.ts";

/** The bot they belong to. */
interface Owner {
  /** What paths that are not absolute are relative to. */
  readonly directory: string;
  readonly sizeLimit: SizeLimit;
  pid(): number | undefined;
}

/**
 * What can happen to a bot's files, best between two of its lives: a bot that runs has them open. Each resolves with what
 * takes it back.
 */
export class BotFiles implements AsyncDisposable {
  /** What must not outlive the bot: locks, mounts, copies. */
  private readonly leftovers: (() => Promise<void>)[] = [];

  constructor(private readonly owner: Owner) {}

  /**
   * Damages a file: in one of the ways that disks do, where the seed decides, or at a place.
   * @throws {RangeError} if the place is outside the file.
   */
  async damage(path: string, how: DamageName | DamageAt, { seed = 1 } = {}): Promise<Undoable> {
    const file = this.at(path);
    const before = await readFile(file);
    await writeFile(file, damaged(before, how, randomFrom(seed)));
    return undoable(() => writeFile(file, before));
  }

  /** Each has the other's place, as when a wrong backup was put back. */
  async swap(path: string, other: string): Promise<Undoable> {
    const [one, two] = [this.at(path), this.at(other)];
    const exchange = async () => {
      await rename(one, `${one}.swapped`);
      await rename(two, one);
      await rename(`${one}.swapped`, two);
    };
    await exchange();
    return undoable(exchange);
  }

  /** Takes a file away, or a directory with all that is in it. */
  async remove(path: string): Promise<Undoable> {
    const file = this.at(path);
    const aside = await mkdtemp(join(tmpdir(), "removed-"));
    this.leftovers.push(() => rm(aside, { recursive: true, force: true }));
    const kept = join(aside, "kept");
    await cp(file, kept, { recursive: true, preserveTimestamps: true });
    await rm(file, { recursive: true });
    return undoable(() => cp(kept, file, { recursive: true, preserveTimestamps: true }));
  }

  /** Another process holds the lock of this file. */
  lock(path: string, kind?: LockKind): Promise<Undoable> {
    return this.untilTheEnd(lockFile(this.at(path), kind));
  }

  /**
   * Nobody may write to this file or directory any more. As root it takes a mount, and Linux.
   * @throws where it can't be had.
   */
  readOnly(path: string): Promise<Undoable> {
    return this.untilTheEnd(makeReadOnly(this.at(path)));
  }

  /**
   * No file of the bot's grows beyond so many bytes, in this life and the next ones: with 0, nothing can be written at all.
   * Takes Linux. A write then fails with EFBIG, not with ENOSPC; for that, see {@link disk}.
   */
  async limit(bytes: number): Promise<Undoable> {
    const { sizeLimit, pid } = this.owner;
    sizeLimit.set(bytes, pid());
    return undoable(async () => sizeLimit.set(undefined, pid()));
  }

  /**
   * Puts a small disk in the place of a directory: before the bot has files there, for they can't be seen meanwhile.
   * @returns undefined where that can't be had: it takes Linux and root.
   */
  disk(path: string, megabytes?: number): SmallDisk | undefined {
    return mountSmallDisk(this.at(path), megabytes);
  }

  /** @internal lets go of what is still locked or mounted. What was damaged stays so. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const end of this.leftovers.splice(0)) await end();
  }

  private async untilTheEnd(done: Promise<Undoable>): Promise<Undoable> {
    const { undo } = await done;
    this.leftovers.push(undo);
    return done;
  }

  private at(path: string): string {
    return resolve(this.owner.directory, path);
  }
}
