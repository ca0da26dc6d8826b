import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Usage } from "./contenders/usage-report.ts";

const ENDED_WITHIN_MS = 5_000;

/** Where this folder is as it was compiled: processes run that. */
const compiled = new URL(import.meta.url.endsWith(".ts") ? "../../dist/apps/bench/" : "./", import.meta.url);

/** A program of ours as a process of its own. `await using` ends it: by SIGTERM, and if that is not obeyed, by SIGKILL. */
export class BotChild implements AsyncDisposable {
  private readonly process: ChildProcess;
  /** Rejects when the process ends, which it should not do by itself. */
  readonly died: Promise<never>;
  private readonly ended: Promise<unknown>;

  /** @param module a file here, without its ending, such as `contenders/holdfast`. */
  constructor(module: string, args: readonly string[]) {
    const path = new URL(`${module}.js`, compiled);
    // Not the conditions that a test runner resolves imports by.
    this.process = fork(path, args, { execArgv: [], stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.ended = once(this.process, "exit");
    this.died = this.ended.then(() => {
      throw new Error(`The process of ${module} ended by itself.`);
    });
    this.died.catch(() => {});
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /** The next thing that it tells. */
  async told(): Promise<unknown> {
    const [said] = await once(this.process, "message");
    return said;
  }

  async usage(): Promise<Usage> {
    this.process.send("usage");
    return (await this.told()) as Usage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const force = setTimeout(() => this.process.kill("SIGKILL"), ENDED_WITHIN_MS);
    this.process.kill("SIGTERM");
    await this.ended;
    clearTimeout(force);
  }
}
