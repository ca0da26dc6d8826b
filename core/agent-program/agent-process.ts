import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import type { AgentWork } from "../turns/agent.ts";
import { endMarked, TURN_VARIABLE } from "../turns/marked-processes.ts";
import type { Room, Sandbox } from "./sandbox.ts";

export interface AgentProcessOptions extends Omit<Room, "environment"> {
  readonly marker: AgentWork["marker"];
  /** undefined: it sees the whole machine. */
  readonly sandbox: Sandbox | undefined;
  /** How long it has to end by itself, in ms, when that is waited for. Default: 5,000. */
  readonly endsWithinMs?: number;
}

/** The process of one run of an agent, with all that it starts. */
export class AgentProcess {
  private child: ChildProcessWithoutNullStreams | undefined;
  private readonly exit = Promise.withResolvers<void>();
  private hasEnded = false;
  private errors = "";

  constructor(private readonly options: AgentProcessOptions) {
    void this.exit.promise.then(() => {
      this.hasEnded = true;
    });
  }

  /** What it wrote to stderr: the end of it; or why it could not be started. */
  get complaint(): string {
    return this.errors.trim();
  }

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
    const { marker, sandbox, ...room } = this.options;
    const run = sandbox?.wrap(command, args, { environment: env, ...room }) ?? { command, args };
    // A group of its own: Ctrl+C in the bot's terminal is the bot's, which then stops it in its own way.
    const child = spawn(run.command, run.args, { cwd, env: { ...env, ...marker }, detached: true });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.errors = (this.errors + text).slice(-MOST_KEPT);
    });
    child.once("exit", () => this.exit.resolve());
    child.once("error", ({ message }) => {
      this.errors += message;
      this.exit.resolve();
    });
    this.child = child;
    return child;
  }

  /** Resolves when nothing of it runs any more; what has not ended by then is ended. */
  async end(): Promise<void> {
    if (!this.child) return;
    const { marker, endsWithinMs = ENDS_WITHIN_MS } = this.options;
    await this.endsWithin(endsWithinMs);
    await endMarked((turn) => turn === marker[TURN_VARIABLE]);
    // Where processes are not found by their mark.
    if (!this.hasEnded) this.send("SIGTERM");
    await this.endsWithin(KILLED_AFTER_MS);
    if (!this.hasEnded) this.send("SIGKILL");
    await this.exit.promise;
  }

  private async endsWithin(ms: number): Promise<void> {
    const patience = AbortSignal.timeout(ms);
    const gaveUp = new Promise<void>((resolve) => patience.addEventListener("abort", () => resolve()));
    await Promise.race([this.exit.promise, gaveUp]);
  }

  /** To it and what it has started, as far as that is in its group. */
  private send(signal: NodeJS.Signals): void {
    try {
      if (this.child?.pid !== undefined) process.kill(-this.child.pid, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

const MOST_KEPT = 4_000;
const ENDS_WITHIN_MS = 5_000;
const KILLED_AFTER_MS = 2_000;
