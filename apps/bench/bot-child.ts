import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Usage } from "./contenders/usage-report.ts";

const ENDED_WITHIN_MS = 5_000;

/** A contender as a process of its own. `await using` ends it: by SIGTERM, and if that is not obeyed, by SIGKILL. */
export class BotChild implements AsyncDisposable {
  private readonly process: ChildProcess;
  /** Rejects when the process ends, which it should not do by itself. */
  readonly died: Promise<never>;
  private readonly ended: Promise<unknown>;

  /** @param module a file in `contenders/`, without its ending. */
  constructor(module: string, args: readonly string[]) {
    const ending = import.meta.url.endsWith(".ts") ? ".ts" : ".js";
    const path = new URL(`./contenders/${module}${ending}`, import.meta.url);
    this.process = fork(path, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    this.ended = once(this.process, "exit");
    this.died = this.ended.then(() => {
      throw new Error(`The process of ${module} ended by itself.`);
    });
    this.died.catch(() => {});
  }

  async usage(): Promise<Usage> {
    this.process.send("usage");
    const [usage] = await once(this.process, "message");
    return usage as Usage;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const force = setTimeout(() => this.process.kill("SIGKILL"), ENDED_WITHIN_MS);
    this.process.kill("SIGTERM");
    await this.ended;
    clearTimeout(force);
  }
}
