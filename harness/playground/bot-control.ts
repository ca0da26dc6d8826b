import type { BotProcess, Phase } from "../bots/bot-process.ts";
import { Pulse } from "../world/pulse.ts";

export type BotAction = "start" | "stop" | "restart" | "kill";

export const isBotAction = (name: string): name is BotAction => ["start", "stop", "restart", "kill"].includes(name);

export interface BotState {
  readonly username: string;
  readonly phase: Phase;
  readonly pid?: number;
  /** When the process that runs was begun, in ms since the epoch. */
  readonly startedAt?: number;
  /** How often it was started again because it had ended by itself. */
  readonly restarts: number;
  /** How many updates the bot has not fetched yet. */
  readonly waiting: number;
  /** What went wrong last, in one line, if nobody had asked for it. */
  readonly trouble?: string;
}

/**
 * The buttons of a bot's process. Each does nothing when it does not fit the phase: two pages may press at once, and a
 * scenario may start and stop the process, too.
 */
export class BotControl {
  readonly changed = new Pulse();
  private trouble: string | undefined;
  private wasRunning: boolean;

  constructor(private readonly bot: BotProcess) {
    const { account } = bot;
    this.wasRunning = bot.phase === "running";
    bot.phaseChanged.subscribe(() => this.follow());
    account.updates.added.subscribe(() => this.changed.beat());
    account.updates.emptied.subscribe(() => this.changed.beat());
  }

  get state(): BotState {
    const { account, phase, pid, startedAt, restarts } = this.bot;
    return {
      username: account.me.username,
      phase,
      ...(pid !== undefined && { pid }),
      ...(startedAt !== undefined && { startedAt }),
      restarts,
      waiting: account.updates.size,
      ...(this.trouble !== undefined && { trouble: this.trouble }),
    };
  }

  async do(action: BotAction): Promise<void> {
    if (action === "start") await this.start();
    if (action === "stop") await this.end("SIGTERM");
    if (action === "kill") await this.end("SIGKILL");
    if (action === "restart" && this.bot.phase === "running") {
      await this.end("SIGTERM");
      await this.start();
    }
  }

  private async start(): Promise<void> {
    if (this.bot.phase !== "stopped") return;
    try {
      await this.bot.start();
    } catch (error) {
      // Whoever stopped it while it was starting knows why it did not start.
      if (!this.bot.isAskedToEnd) this.complain(this.lastWords(error));
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.bot.running) return;
    try {
      await this.bot.stop(signal);
    } catch (error) {
      this.complain(this.lastWords(error));
    }
  }

  private follow(): void {
    const { phase, isAskedToEnd, exitCode } = this.bot;
    const code = typeof exitCode === "number" ? ` with code ${exitCode}` : "";
    if (phase !== "stopped") this.complain(undefined);
    else this.complain(this.wasRunning && !isAskedToEnd ? `The bot ended by itself${code}.` : this.trouble);
    this.wasRunning = phase === "running";
  }

  private complain(trouble: string | undefined): void {
    this.trouble = trouble;
    this.changed.beat();
  }

  private lastWords(error: unknown): string {
    const [what = "It failed."] = error instanceof Error ? error.message.split("\n") : [];
    const [said = ""] = this.bot.tail(1);
    return said ? `${what.replace(/ It wrote:$/, "")} Its last words: ${said}` : what;
  }
}
