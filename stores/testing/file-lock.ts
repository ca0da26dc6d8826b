import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

const PROGRAM = `
  const { DatabaseSync } = require("node:sqlite");
  const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
  database.exec("BEGIN EXCLUSIVE");
  console.log("locked");
  setInterval(() => {}, 60000);
`;

/** Another process that keeps a SQLite file locked against writing, as a tool does that somebody forgot. `await using` ends it. */
export class FileLock implements AsyncDisposable {
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
  }

  static async hold(file: string): Promise<FileLock> {
    const child = spawn(process.execPath, ["--eval", PROGRAM, file], { stdio: ["ignore", "pipe", "inherit"] });
    await Promise.race([
      once(child.stdout, "data"),
      once(child, "exit").then(() => {
        throw new Error(`${file} could not be locked.`);
      }),
    ]);
    return new FileLock(child);
  }

  async release(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }
}
