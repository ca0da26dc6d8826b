import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Backend, silentLog } from "#core";
import { backendFromAddress } from "#stores";

const bin = join(import.meta.dirname, "../../../dist/apps/holdfast/bin.js");

/** A directory with a store, as an operator finds it, and the command run in it. `await using` puts it away. */
export class Desk implements AsyncDisposable {
  private constructor(
    readonly directory: string,
    readonly address: string,
  ) {}

  /** @param address Default: the store in `sessions/` of a new directory. */
  static async set(address?: string): Promise<Desk> {
    const directory = await mkdtemp(join(tmpdir(), "desk-"));
    return new Desk(directory, address ?? `sqlite:${join(directory, "sessions/bot_data.sqlite")}`);
  }

  /** Runs `holdfast sessions …` to its end. */
  sessions(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
    const env = { PATH: process.env.PATH, SESSION_STORE: this.address };
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "sessions", ...args], {
      cwd: this.directory,
      env,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** Opens the store for one task, as another process would. */
  async open<T>(task: (backend: Backend) => Promise<T>): Promise<T> {
    const backend = backendFromAddress(this.address);
    await backend.open(silentLog);
    return task(backend).finally(() => backend.close());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}
