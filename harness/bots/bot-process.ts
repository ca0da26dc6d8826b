import type { Deed } from "../recorder/deed.ts";
import type { FakeTelegram } from "../telegram.ts";
import type { BotAccount, BotHost } from "../world/bot-account.ts";
import { Pulse } from "../world/pulse.ts";
import { until } from "../world/until.ts";
import { BotFiles } from "./files/bot-files.ts";
import { SizeLimit } from "./files/size-limit.ts";
import { lastCallsTaken } from "./last-calls.ts";
import { Life } from "./life.ts";
import { Output } from "./output.ts";
import { type KeepAlive, Supervisor } from "./supervisor.ts";
import type { Usage } from "./usage-meter.ts";
import { UsageSamples } from "./usage-samples.ts";

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
  /** When it ends by itself it is started again, until it does so too often. Default: it stays as it is. */
  readonly keepAlive?: boolean | KeepAlive;
  /** How often its CPU and memory are looked at while it runs, in ms, for `samples`. Default: only by `usage()`. */
  readonly sampleEveryMs?: number;
}

export interface StartOptions {
  /**
   * When the bot counts as started. Default: when it has asked for updates or its webhook is set. Else when it has
   * written something that matches, or at once when there is a process.
   */
  readonly until?: "listening" | "spawned" | RegExp;
}

export type Phase = "starting" | "running" | "stopping" | "stopped";

/** The bot did not do what its process was asked to. The message holds what it wrote. */
export class BotProcessFailed extends Error {
  override readonly name = "BotProcessFailed";
}

/** A bot as a program on this machine, in any language. It can be started, stopped, killed and started again. */
export class BotProcess implements BotHost, AsyncDisposable {
  readonly account: BotAccount;
  /** What can happen to its files. */
  readonly files: BotFiles;
  /** Beats when it enters another phase. */
  readonly phaseChanged = new Pulse();
  private phaseNow: Phase = "stopped";
  private readonly written = new Output();
  private readonly exited = new Pulse();
  private readonly patienceMs: number;
  private readonly sizeLimit = new SizeLimit();
  private readonly supervisor: Supervisor | undefined;
  private life: Life | undefined;
  /** The one that somebody has asked to end. */
  private lifeToEnd: Life | undefined;
  private readonly used: UsageSamples;
  private hasComeBack = true;

  constructor(private readonly options: BotProcessOptions) {
    this.account = options.account;
    this.account.hosts.add(this);
    this.patienceMs = options.patienceMs ?? 15_000;
    const { sizeLimit } = this;
    this.files = new BotFiles({ directory: options.cwd ?? process.cwd(), sizeLimit, pid: () => this.pid });
    this.used = new UsageSamples(options.sampleEveryMs, (problem) => {
      const what = `${options.account.me.username} could not be looked at: ${problem}`;
      options.telegram.oracles.report({ oracle: "harness failed", what });
    });
    const { keepAlive = false } = options;
    if (keepAlive) this.supervisor = new Supervisor(keepAlive === true ? {} : keepAlive, () => this.comeBack());
    const { token, me } = this.account;
    options.telegram.oracles.checkAtEnd(() =>
      this.output.includes(token) ? [{ oracle: "token in output", what: `${me.username} wrote its token` }] : [],
    );
  }

  /** Whether there is a process, or will be one in a moment because of `keepAlive`. */
  get running(): boolean {
    return this.life?.running || (this.supervisor?.isAboutToStart ?? false);
  }

  /** In ms since the epoch: when the process that runs was begun. */
  get startedAt(): number | undefined {
    return this.running ? this.life?.startedAt : undefined;
  }

  /** `starting` until it has shown the sign of a start, `stopping` while it is asked to end and has not yet. */
  get phase(): Phase {
    return this.phaseNow;
  }

  /** Whether somebody has asked it to end, in its present life or the last one. */
  get isAskedToEnd(): boolean {
    return this.life !== undefined && this.lifeToEnd === this.life;
  }

  get pid(): number | undefined {
    return this.life?.running ? this.life.process.pid : undefined;
  }

  /** How often `keepAlive` has started it again. */
  get restarts(): number {
    return this.supervisor?.restarts ?? 0;
  }

  /** Why it was given up by `keepAlive`, in one sentence. */
  get trouble(): string | undefined {
    return this.supervisor?.trouble;
  }

  /** @internal whether it ended by itself and has made no call since. */
  get isComingBack(): boolean {
    return this.running && !this.hasComeBack;
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

  /** What it took of the machine, by `sampleEveryMs`; the latest 10,000 looks, in all its lives. */
  get samples(): readonly Usage[] {
    return this.used.taken;
  }

  tail(lines: number): readonly string[] {
    return this.written.tail(lines);
  }

  /** @throws {BotProcessFailed} if it ends before it has started, or takes too long. */
  async start({ until: started = "listening" }: StartOptions = {}): Promise<void> {
    if (this.running) throw new BotProcessFailed(`${this.account.me.username} is running already.`);
    const deed: Deed = { who: "bot", what: "start", given: started === "listening" ? [] : [{ until: started }] };
    this.options.telegram.deeds.beat(deed);
    this.supervisor?.beginAnew();
    this.hasComeBack = true;
    const isStarted = this.startSign(started, this.output.length);
    this.beginLife();
    this.enter("starting");
    const outcome = await until({
      look: () => (isStarted() ? "started" : this.running ? undefined : "ended"),
      beats: [this.account.activity.called, this.account.activity.answered, this.exited, this.written.grown],
      timeoutMs: this.patienceMs,
    });
    deed.doneAt = Date.now();
    if (outcome.found === "started") {
      if (this.phaseNow === "starting") this.enter("running");
      return;
    }
    deed.failed = true;
    const ended = this.trouble ?? `ended with ${this.life?.howItEnded}`;
    const how = outcome.found ? ended : `did not start within ${this.patienceMs} ms`;
    const problem = this.failure(`${how}, while waiting for it to be ${started}`);
    this.supervisor?.rest();
    this.life?.end("SIGKILL");
    throw problem;
  }

  /**
   * Asks it to end and waits for it.
   * @returns its exit code, `null` if the signal itself ended it.
   * @throws {BotProcessFailed} if it does not end.
   */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const { life } = this;
    this.supervisor?.rest();
    if (!life?.running) return life?.process.exitCode ?? null;
    const deed: Deed = { who: "bot", what: "stop", given: [signal] };
    this.options.telegram.deeds.beat(deed);
    this.lifeToEnd = life;
    this.enter("stopping");
    life.end(signal);
    const outcome = await this.untilEnded(life);
    deed.doneAt = Date.now();
    if (!outcome) {
      this.enter("running");
      throw this.failure(`did not end within ${this.patienceMs} ms after ${signal}`);
    }
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

  /**
   * What it takes of the machine now, its children included. Needs `ps`.
   * @throws {BotProcessFailed} if it is not running.
   */
  async usage(): Promise<Usage> {
    const { life } = this;
    const { meter } = this.used;
    if (!life?.running || !meter) throw this.failure("is not running, so it takes nothing");
    try {
      return await meter.look();
    } catch (cause) {
      throw this.failure(life.running ? "could not be looked at" : "ended before it could be looked at", { cause });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await this.files[Symbol.asyncDispose]();
  }

  private beginLife(): void {
    const { command, env, cwd } = this.options;
    const limited = this.sizeLimit.around(command);
    this.life = new Life({ command: limited, env, cwd }, this.written, {
      lastDeeds: () => lastCallsTaken(this.options.telegram.apiRoot),
      ended: (life) => this.ended(life),
    });
    this.used.follow(this.life.process.pid);
  }

  /** Nobody has asked for this start. It counts as back when it has made a call, or has taken an update. */
  private comeBack(): void {
    const { activity, updates } = this.account;
    const back = () => {
      this.hasComeBack = true;
      if (this.phaseNow === "starting") this.enter("running");
    };
    void Promise.race([activity.called.next(), updates.acknowledged.next()]).then(back);
    this.beginLife();
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

  private enter(phase: Phase): void {
    this.phaseNow = phase;
    this.phaseChanged.beat();
  }

  private ended(life: Life): void {
    this.used.stop();
    if (!life.askedToEnd && this.supervisor) this.supervise(this.supervisor, life);
    this.enter(this.running ? "starting" : "stopped");
    this.exited.beat();
    this.account.hostEnded.beat();
  }

  private supervise(supervisor: Supervisor, life: Life): void {
    this.hasComeBack = false;
    supervisor.ended(life.howItEnded);
    const { trouble } = supervisor;
    if (trouble === undefined) return;
    const { me } = this.account;
    this.options.telegram.oracles.report({ oracle: "restart loop", what: `${me.username} ${trouble}` });
  }

  private failure(what: string, options?: ErrorOptions): BotProcessFailed {
    const lines = this.tail(40);
    const wrote = lines.length > 0 ? `It wrote:\n${lines.join("\n")}` : "It wrote nothing.";
    return new BotProcessFailed(`${this.account.me.username} ${what}. ${wrote}`, options);
  }
}
