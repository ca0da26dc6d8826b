import type { Composer, Context, Filter } from "grammy";
import { z } from "zod";
import { inject, injectable, type Plugin, SessionStore, type Slice } from "#core";

/** What an operator may set. */
const settingsSchema = z.object({
  /** Default: `Hello`. */
  greeting: z.string().min(1).default("Hello"),
});

type Settings = z.output<typeof settingsSchema>;

/** What is kept of each user. */
const GREETINGS: Slice<{ count: number }> = {
  name: "hello",
  version: 1,
  schema: z.object({ count: z.int().nonnegative() }),
  defaults: { count: 0 },
};

/** `/hello`: greets, and counts how often. */
@injectable()
export class HelloPlugin implements Plugin<Settings> {
  readonly name = "hello";
  readonly commands = [{ command: "hello", description: "Say hello" }];
  readonly settings = settingsSchema;
  readonly slice = GREETINGS;

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>, { greeting }: Settings): void {
    bot.on("message").command("hello", (ctx) => this.greet(ctx, greeting));
  }

  private async greet(ctx: Filter<Context, "message">, greeting: string): Promise<void> {
    const count = await this.sessions.update(ctx.from.id, (session) => {
      const next = session.slice(GREETINGS).count + 1;
      session.setSlice(GREETINGS, { count: next });
      return next;
    });
    await ctx.reply(`${greeting}, ${ctx.from.first_name}! (${count})`);
  }
}
