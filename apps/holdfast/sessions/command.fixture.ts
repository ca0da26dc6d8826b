import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format } from "node:util";
import { vi } from "vitest";
import { type Backend, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import { main } from "../cli.ts";

const bin = join(import.meta.dirname, "../../../dist/apps/holdfast/bin.js");

interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A directory with a store, as an operator finds it, and the command to look after it. `await using` puts it away. */
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

  path(name: string): string {
    return join(this.directory, name);
  }

  /** Carries `holdfast sessions …` out. */
  sessions(...args: string[]): Promise<Finished> {
    return this.holdfast("sessions", ...args);
  }

  /** Carries a command out in this process, because starting one takes longer than all the rest. */
  async holdfast(...args: string[]): Promise<Finished> {
    const said = { stdout: "", stderr: "" };
    const hear = (method: "log" | "error", stream: "stdout" | "stderr") =>
      vi.spyOn(console, method).mockImplementation((...words) => {
        said[stream] += `${format(...words)}\n`;
      });
    const spies = [hear("log", "stdout"), hear("error", "stderr")];
    const { SESSION_STORE } = process.env;
    process.env.SESSION_STORE = this.address;
    try {
      return { status: await main(["node", "holdfast", ...args]), ...said };
    } finally {
      for (const spy of spies) spy.mockRestore();
      process.exitCode = undefined;
      if (SESSION_STORE === undefined) delete process.env.SESSION_STORE;
      else process.env.SESSION_STORE = SESSION_STORE;
    }
  }

  /** The same as a process of its own, given `input` to read. */
  process(input: string, ...args: string[]): Finished {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bin, "sessions", ...args], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, SESSION_STORE: this.address },
      input,
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  }

  /** As a process of its own that can be killed on the way. What it keeps for itself goes to `tmp/` of the directory. */
  begin(...args: string[]): ChildProcess {
    return spawn(process.execPath, [bin, "sessions", ...args], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, SESSION_STORE: this.address, TMPDIR: this.path("tmp") },
      stdio: ["ignore", "ignore", "pipe"],
    });
  }

  /** Runs a line of shell in which `holdfast` is the command. */
  shell(line: string): Finished {
    const script = `holdfast() { "${process.execPath}" "${bin}" "$@"; }\n${line}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", script], {
      cwd: this.directory,
      env: { PATH: process.env.PATH, SESSION_STORE: this.address },
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
