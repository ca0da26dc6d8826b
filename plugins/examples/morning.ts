import type { Composer, Context } from "grammy";
import {
  Api,
  Clock,
  type Collection,
  inject,
  injectable,
  isRefusal,
  Log,
  type Plugin,
  PluginData,
  type Values,
} from "holdfast/core";
import { z } from "zod";

interface Listener {
  readonly chatId: number;
  /** When the next greeting is due, in ms since the epoch. */
  readonly next: number;
}

const LISTENERS: Collection<Listener> = {
  name: "morning",
  version: 1,
  schema: z.object({ chatId: z.number(), next: z.number() }),
  mark: ({ next }) => next,
};

/** `/morning` has a chat greeted each morning at 8:00 UTC; a greeting missed is made up for at the next start. */
@injectable()
export class MorningPlugin implements Plugin {
  readonly name = "morning";
  readonly commands = [{ command: "morning", description: "Say good morning, daily" }];

  private readonly listeners: Values<Listener>;
  private timer: NodeJS.Timeout | undefined;
  private greeting: Promise<void> | undefined;

  constructor(
    @inject(PluginData) data: PluginData,
    @inject(Api) private readonly api: Api,
    @inject(Clock) private readonly clock: Clock,
    @inject(Log) private readonly log: Log,
  ) {
    this.listeners = data.of(LISTENERS);
  }

  install(bot: Composer<Context>): void {
    bot.command("morning", async (ctx) => {
      const listener = { chatId: ctx.chat.id, next: nextMorning(this.clock.now()) };
      await this.listeners.write(String(ctx.chat.id), listener);
      await ctx.reply("☀️ See you in the morning.");
    });
  }

  async start(): Promise<void> {
    this.timer = setInterval(() => this.look(), 60_000);
    this.look();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.greeting;
  }

  private look(): void {
    this.greeting ??= this.greet()
      .catch((error: unknown) => this.log.error("good morning not said", { error }))
      .finally(() => {
        this.greeting = undefined;
      });
  }

  private async greet(): Promise<void> {
    const now = this.clock.now();
    for await (const [key, { chatId }] of this.listeners.marked(now)) {
      await this.api.sendMessage(chatId, "☀️ Good morning!").catch((error: unknown) => {
        // Blocked or gone: no reason to leave the others without a greeting.
        if (!isRefusal(error)) throw error;
      });
      await this.listeners.update(key, (listener) => listener && { ...listener, next: nextMorning(now) });
    }
  }
}

const DAY_MS = 86_400_000;
const EIGHT_MS = 28_800_000;
const nextMorning = (now: number) => Math.floor((now - EIGHT_MS) / DAY_MS + 1) * DAY_MS + EIGHT_MS;
