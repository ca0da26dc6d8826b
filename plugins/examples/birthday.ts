import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, SessionStore, type Slice } from "holdfast/core";
import { z } from "zod";

/** Version 1 kept the text as it was typed, such as `24.12.`. */
const BIRTHDAY: Slice<{ day: number; month: number } | null> = {
  name: "birthday",
  version: 2,
  schema: z.object({ day: z.int().min(1).max(31), month: z.int().min(1).max(12) }).nullable(),
  defaults: null,
  migrate: (data) => read(z.string().parse(data)),
};

const read = (text: string) => {
  const [, day, month] = /^(\d{1,2})\.(\d{1,2})\.$/.exec(text.trim()) ?? [];
  return { day: Number(day), month: Number(month) };
};

/** `/birthday 24.12.` notes it, `/birthday` tells it. */
@injectable()
export class BirthdayPlugin implements Plugin {
  readonly name = "birthday";
  readonly commands = [{ command: "birthday", description: "Note a birthday: /birthday 24.12." }];
  readonly slice = BIRTHDAY;

  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("birthday", (ctx) => (ctx.match ? this.note(ctx) : this.tell(ctx)));
  }

  private async note(ctx: Filter<Context, "message"> & { match: string }): Promise<void> {
    const birthday = BIRTHDAY.schema.safeParse(read(ctx.match));
    if (!birthday.success) return void (await ctx.reply("📅 Please write it like this: /birthday 24.12."));
    await this.sessions.update(ctx.from.id, (session) => session.setSlice(BIRTHDAY, birthday.data));
    await ctx.reply("📅 Noted.");
  }

  private async tell(ctx: Filter<Context, "message">): Promise<void> {
    const session = await this.sessions.read(ctx.from.id);
    const birthday = session?.slice(BIRTHDAY);
    await ctx.reply(birthday ? `📅 Day ${birthday.day} of month ${birthday.month}` : "📅 I don't know it yet.");
  }
}
