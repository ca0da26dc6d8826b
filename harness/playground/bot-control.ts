import type { BotProcess } from "../bots/bot-process.ts";
import { Pulse } from "../world/pulse.ts";

export type BotAction = "start" | "stop" | "restart" | "kill";

export const isBotAction = (name: string): name is BotAction => ["start", "stop", "restart", "kill"].includes(name);

export interface BotState {
  readonly username: string;
  readonly phase: "starting" | "running" | "stopping" | "stopped";
  /** How many updates the bot has not fetched yet. */
  readonly waiting: number;
  /** What went wrong last, in one line, if nobody had asked for it. */
  readonly trouble?: string;
}

/** The buttons of a bot's process. Each does nothing when it does not fit the phase: two pages may press at once. */
export class BotControl {
  readonly changed = new Pulse();
  private phase: BotState["phase"] = "stopped";
  private trouble: string | undefined;

  constructor(private readonly bot: BotProcess) {
    const { account } = bot;
    account.hostEnded.subscribe(() => this.noteEnd());
    account.updates.added.subscribe(() => this.changed.beat());
    account.updates.emptied.subscribe(() => this.changed.beat());
  }

  get state(): BotState {
    const { me, updates } = this.bot.account;
    return {
      username: me.username,
      phase: this.phase,
      waiting: updates.size,
      ...(this.trouble !== undefined && { trouble: this.trouble }),
    };
  }

  async do(action: BotAction): Promise<void> {
    if (action === "start") await this.start();
    if (action === "stop") await this.end("SIGTERM");
    if (action === "kill") await this.end("SIGKILL");
    if (action === "restart" && this.phase === "running") {
      await this.end("SIGTERM");
      await this.start();
    }
  }

  private async start(): Promise<void> {
    if (this.phase !== "stopped") return;
    this.enter("starting");
    try {
      await this.bot.start();
      if (this.bot.running) this.enter("running");
    } catch (error) {
      // Whoever stopped it while it was starting knows why it did not start.
      if (this.state.phase === "starting") this.enter("stopped", this.lastWords(error));
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.bot.running) return;
    this.enter("stopping");
    try {
      await this.bot.stop(signal);
      this.enter("stopped");
    } catch (error) {
      this.enter("running", this.lastWords(error));
    }
  }

  private noteEnd(): void {
    if (this.phase !== "running") return;
    const { exitCode } = this.bot;
    this.enter("stopped", `The bot ended by itself${typeof exitCode === "number" ? ` with code ${exitCode}` : ""}.`);
  }

  private lastWords(error: unknown): string {
    const [what = "It failed."] = error instanceof Error ? error.message.split("\n") : [];
    const [said = ""] = this.bot.tail(1);
    return said ? `${what.replace(/ It wrote:$/, "")} Its last words: ${said}` : what;
  }

  private enter(phase: BotState["phase"], trouble?: string): void {
    this.phase = phase;
    this.trouble = trouble;
    this.changed.beat();
  }
}
