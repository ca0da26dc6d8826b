import { type ChildProcess, spawn } from "node:child_process";
import type { Deed } from "../recorder/deed.ts";
import type { FakeTelegram } from "../telegram.ts";
import type { BotAccount, BotHost } from "../world/bot-account.ts";
import { Pulse } from "../world/pulse.ts";
import { until } from "../world/until.ts";
import { Output } from "./output.ts";
import { Reaper } from "./reaper.ts";

export interface BotProcessOptions {
  readonly telegram: FakeTelegram;
  /** Whose token the process uses. */
  readonly account: BotAccount;
  /** The program and its arguments. The bot itself, not a wrapper such as npm: signals go to this process. */
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** All it gets besides `PATH`, `HOME` and the like: what this machine has set must not change a run. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** How long it may take to start or to stop, in ms. Default: 15,000. */
  readonly patienceMs?: number;
}

export interface StartOptions {
  /**
   * When the bot counts as started. Default: when it has asked for updates or its webhook is set. Else when it has
   * written something that matches, or at once when there is a process.
   */
  readonly until?: "listening" | "spawned" | RegExp;
}

/** The bot did not do what its process was asked to. The message holds what it wrote. */
export class BotProcessFailed extends Error {
  override readonly name = "BotProcessFailed";
}

/** A bot as a program on this machine, in any language. It can be started, stopped, killed and started again. */
export class BotProcess implements BotHost, AsyncDisposable {
  readonly account: BotAccount;
  private readonly written = new Output();
  private readonly exited = new Pulse();
  private readonly patienceMs: number;
  private life: Life | undefined;

  constructor(private readonly options: BotProcessOptions) {
    this.account = options.account;
    this.account.hosts.add(this);
    this.patienceMs = options.patienceMs ?? 15_000;
    const { token, me } = this.account;
    options.telegram.oracles.checkAtEnd(() =>
      this.output.includes(token) ? [{ oracle: "token in output", what: `${me.username} wrote its token` }] : [],
    );
  }

  get running(): boolean {
    return this.life?.running ?? false;
  }

  get pid(): number | undefined {
    return this.running ? this.life?.process.pid : undefined;
  }

  /** Of the last life that ended by itself or by `stop`; `null` if a signal ended it, `undefined` while it runs. */
  get exitCode(): number | null | undefined {
    return this.running ? undefined : this.life?.process.exitCode;
  }

  /** All it has written in all its lives. */
  get output(): string {
    return this.written.text;
  }

  /** Beats when it has written something. */
  get wrote(): Pulse {
    return this.written.grown;
  }

  tail(lines: number): readonly string[] {
    return this.written.tail(lines);
  }

  /** @throws {BotProcessFailed} if it ends before it has started, or takes too long. */
  async start({ until: started = "listening" }: StartOptions = {}): Promise<void> {
    if (this.running) throw new BotProcessFailed(`${this.account.me.username} is running already.`);
    const deed: Deed = { who: "bot", what: "start", given: started === "listening" ? [] : [{ until: started }] };
    this.options.telegram.deeds.beat(deed);
    const life = new Life(this.options, this.written, () => this.ended());
    this.life = life;
    const outputBefore = this.output.length;
    const isStarted = this.startSign(started, outputBefore);
    const outcome = await until({
      look: () => (isStarted() ? "started" : life.running ? undefined : "ended"),
      beats: [this.account.activity.called, this.account.activity.answered, this.exited, this.written.grown],
      timeoutMs: this.patienceMs,
    });
    deed.doneAt = Date.now();
    if (outcome.found === "started") return;
    deed.failed = true;
    const how = outcome.found ? `ended with ${life.howItEnded}` : `did not start within ${this.patienceMs} ms`;
    const problem = this.failure(`${how}, while waiting for it to be ${started}`);
    life.end("SIGKILL");
    throw problem;
  }

  /**
   * Asks it to end and waits for it.
   * @returns its exit code, `null` if the signal itself ended it.
   * @throws {BotProcessFailed} if it does not end.
   */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const { life } = this;
    if (!life?.running) return life?.process.exitCode ?? null;
    const deed: Deed = { who: "bot", what: "stop", given: [signal] };
    this.options.telegram.deeds.beat(deed);
    life.end(signal);
    const outcome = await this.untilEnded(life);
    deed.doneAt = Date.now();
    if (!outcome) throw this.failure(`did not end within ${this.patienceMs} ms after ${signal}`);
    return life.process.exitCode;
  }

  /** Ends it as a power cut would: it gets no chance to say goodbye. */
  async kill(): Promise<void> {
    await this.stop("SIGKILL");
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Waits for it to end by itself; returns its exit code. */
  async exit(): Promise<number | null> {
    const { life } = this;
    if (!life) throw this.failure("was never started");
    if (!(await this.untilEnded(life))) throw this.failure(`did not end within ${this.patienceMs} ms`);
    return life.process.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  private async untilEnded(life: Life): Promise<boolean> {
    const look = () => (life.running ? undefined : true);
    return (await until({ look, beats: [this.exited], timeoutMs: this.patienceMs })).found ?? false;
  }

  private startSign(started: "listening" | "spawned" | RegExp, outputBefore: number): () => boolean {
    if (started === "spawned") return () => true;
    if (started instanceof RegExp) return () => this.output.slice(outputBefore).search(started) >= 0;
    const { activity } = this.account;
    const before = activity.contacts;
    return () => activity.contacts > before;
  }

  private ended(): void {
    this.exited.beat();
    this.account.hostEnded.beat();
  }

  private failure(what: string): BotProcessFailed {
    return new BotProcessFailed(`${this.account.me.username} ${what}. It wrote:\n${this.tail(40).join("\n")}`);
  }
}

/** From one start to one end. */
class Life {
  readonly process: ChildProcess;
  running = true;
  private failure: Error | undefined;

  constructor({ command: [program, ...args], env, cwd }: BotProcessOptions, output: Output, ended: () => void) {
    this.process = spawn(program, args, {
      env: { ...basics(), ...env },
      ...(cwd && { cwd }),
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const reaper = this.process.pid === undefined ? undefined : new Reaper(this.process.pid);
    if (this.process.stdout) output.collect(this.process.stdout);
    if (this.process.stderr) output.collect(this.process.stderr);
    const over = (failure?: Error) => {
      if (!this.running) return;
      this.running = false;
      this.failure = failure;
      reaper?.finish();
      ended();
    };
    // After "close" its last words have arrived; a grandchild that keeps the pipes open must not hold that up.
    this.process.once("close", () => over());
    this.process.once("exit", () => setTimeout(over, lastWordsMs));
    this.process.once("error", over);
  }

  get howItEnded(): string {
    const { exitCode, signalCode } = this.process;
    return this.failure?.message ?? (signalCode ? `signal ${signalCode}` : `code ${exitCode}`);
  }

  end(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }
}

const lastWordsMs = 200;

const basics = () =>
  Object.fromEntries(["PATH", "HOME", "TMPDIR", "LANG", "USER", "SHELL"].map((name) => [name, process.env[name]]));
