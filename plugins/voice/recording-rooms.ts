import { mkdtempDisposable, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Directories for recordings while a program is at work on them; nobody else can look into them. */
export class RecordingRooms {
  private swept: Promise<void> | undefined;

  /** One that is gone with its scope. The first one sweeps out those that killed bots have left. */
  async open(): Promise<AsyncDisposable & { readonly path: string }> {
    this.swept ??= sweep();
    await this.swept;
    return mkdtempDisposable(join(tmpdir(), OWN));
  }
}

async function sweep(): Promise<void> {
  const left = (await readdir(tmpdir())).filter((name) => !name.startsWith(OWN) && isLeft(ROOM.exec(name)?.[1]));
  // What belongs to another account of the machine stays.
  await Promise.all(left.map((name) => rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {})));
}

/** Its bot has ended. In a container the next one may well have the same id. */
function isLeft(pid: string | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return Number(pid) === process.pid || !process.kill(Number(pid), 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

const ROOM = /^holdfast-voice-(\d+)-/;
const OWN = `holdfast-voice-${process.pid}-${Math.round(performance.timeOrigin)}-`;
