import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { type AgentWork, endMarked, TURN_VARIABLE } from "#core";
import type { Room, Sandbox } from "./sandbox.ts";

/** The process of one run, with all that it starts. */
export class AgentProcess {
  private child: ChildProcessWithoutNullStreams | undefined;
  private readonly exit = Promise.withResolvers<void>();
  private errors = "";

  constructor(
    private readonly marker: AgentWork["marker"],
    private readonly sandbox: Sandbox | undefined,
    private readonly directories: Room["directories"],
  ) {}

  /** What it wrote to stderr: the end of it. */
  get complaint(): string {
    return this.errors.trim();
  }

  /** As the SDK wants it. */
  start({
    command,
    args,
    cwd,
    env,
  }: {
    readonly command: string;
    readonly args: readonly string[];
    readonly cwd?: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  }): ChildProcessWithoutNullStreams {
    const run = this.sandbox?.wrap(command, args, { environment: env, directories: this.directories }) ?? {
      command,
      args,
    };
    // A group of its own: Ctrl+C in the bot's terminal is the bot's, which then stops it in its own way.
    const child = spawn(run.command, run.args, { cwd, env: { ...env, ...this.marker }, detached: true });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.errors = (this.errors + text).slice(-MOST_KEPT);
    });
    child.once("exit", () => this.exit.resolve());
    child.once("error", () => this.exit.resolve());
    this.child = child;
    return child;
  }

  /** Resolves when nothing of it runs any more; what has not ended by then is ended. */
  async end(): Promise<void> {
    if (!this.child) return;
    const patience = AbortSignal.timeout(ENDS_WITHIN_MS);
    const gaveUp = new Promise<void>((resolve) => patience.addEventListener("abort", () => resolve()));
    await Promise.race([this.exit.promise, gaveUp]);
    await endMarked((turn) => turn === this.marker[TURN_VARIABLE]);
    await this.exit.promise;
  }
}

const MOST_KEPT = 4_000;
const ENDS_WITHIN_MS = 5_000;
