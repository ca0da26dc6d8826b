import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

// The compiled one, whether this file is or not: a child process has no loader for the sources.
const PROGRAM = join(
  import.meta.dirname.replace(/(\/dist)?\/stores\/testing$/, "/dist/stores/testing"),
  "store-child.js",
);

/** One of those in `store-child.ts`. */
type Job = "count" | "own" | "open" | "fill" | "backup";

/** Another process at work on a store. `await using` kills it. */
export class StoreProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = "";

  private constructor(command: string, args: readonly string[]) {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\` first.`);
    this.#child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
    this.#child.stdout?.on("data", (chunk) => {
      this.#said += String(chunk);
    });
    this.#ended = once(this.#child, "close");
  }

  static start(job: Job, address: string, ...args: string[]): StoreProcess {
    return new StoreProcess(process.execPath, [PROGRAM, job, address, ...args]);
  }

  /** Where no file can grow beyond a megabyte. */
  static onSmallDisk(job: Job, address: string, ...args: string[]): StoreProcess {
    const limited = 'ulimit -f 2048; exec "$0" "$@"';
    return new StoreProcess("sh", ["-c", limited, process.execPath, PROGRAM, job, address, ...args]);
  }

  /** What it has said so far. */
  get said(): string {
    return this.#said.trim();
  }

  /** Waits for its end. @returns all it said. */
  async end(): Promise<string> {
    await this.#ended;
    return this.said;
  }

  /** As `kill -9` does. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }
}
