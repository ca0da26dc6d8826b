import { type ChildProcess, spawn } from "node:child_process";
import type { Output } from "./output.ts";
import { Reaper } from "./reaper.ts";

/** What a process is started with. */
export interface Command {
  readonly command: readonly [program: string, ...args: readonly string[]];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly cwd?: string | undefined;
}

/** From one start of a process to its end. */
export class Life {
  readonly process: ChildProcess;
  /** In ms since the epoch. */
  readonly startedAt = Date.now();
  running = true;
  /** Whether somebody asked it to end. */
  askedToEnd = false;
  private failure: Error | undefined;

  /** @param lastDeeds what it has done by its end is there when this resolves; only then it counts as ended. */
  constructor(
    { command: [program, ...args], env, cwd }: Command,
    output: Output,
    { lastDeeds, ended }: { lastDeeds(): Promise<void>; ended(life: Life): void },
  ) {
    this.process = spawn(program, args, {
      env: { ...basics(), ...env },
      ...(cwd && { cwd }),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const reaper = this.process.pid === undefined ? undefined : new Reaper(this.process.pid);
    if (this.process.stdout) output.collect(this.process.stdout);
    if (this.process.stderr) output.collect(this.process.stderr);
    let isOver = false;
    const over = async (failure?: Error) => {
      if (isOver) return;
      isOver = true;
      this.failure = failure;
      reaper?.finish();
      await lastDeeds();
      this.running = false;
      ended(this);
    };
    // After "close" its last words have arrived; a grandchild that keeps the pipes open must not hold that up.
    this.process.once("close", () => void over());
    this.process.once("exit", () => setTimeout(() => void over(), lastWordsMs));
    this.process.once("error", (error) => void over(error));
  }

  get howItEnded(): string {
    const { exitCode, signalCode } = this.process;
    return this.failure?.message ?? (signalCode ? `signal ${signalCode}` : `code ${exitCode}`);
  }

  end(signal: NodeJS.Signals): void {
    this.askedToEnd = true;
    this.process.kill(signal);
  }
}

const lastWordsMs = 200;

const basics = () =>
  Object.fromEntries(["PATH", "HOME", "TMPDIR", "LANG", "USER", "SHELL"].map((name) => [name, process.env[name]]));
