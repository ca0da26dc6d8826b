import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";

// The compiled one, whether this file is or not: a child process has no loader for the sources.
const PROGRAM = join(
  import.meta.dirname.replace(/(\/dist)?\/stores\/testing$/, "/dist/stores/testing"),
  "store-child.js",
);

/** Another process at work on a store. `await using` kills it. */
export class StoreProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #said = "";

  /** @param job one of those in `store-child.ts`. */
  constructor(job: "increment" | "own" | "open", address: string, ...args: string[]) {
    if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: run \`npm run build\` first.`);
    this.#child = spawn(process.execPath, [PROGRAM, job, address, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    this.#child.stdout?.on("data", (chunk) => {
      this.#said += String(chunk);
    });
    this.#ended = once(this.#child, "close");
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
