import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, promptOf, Turns } from "#core";
import { fileOf } from "./file-of.ts";

/**
 * Any text, picture or document that no plugin answered becomes a turn for the agent. The handler ends at once: the answer comes by itself,
 * and only what the user would not expect is said here.
 */
@injectable()
export class ChatPlugin implements Plugin {
  readonly name = "chat";

  constructor(@inject(Turns) private readonly turns: Turns) {}

  install(): void {}

  installLast(bot: Composer<Context>): void {
    bot.on(["message:text", "message:photo", "message:document"]).use((ctx, next) => {
      const prompt = promptOf(ctx.message, ctx.me);
      // For old programs Telegram sends GIFs as documents, too.
      return prompt === undefined || ctx.message.animation ? next() : this.ask(ctx, prompt);
    });
    bot.on(["edited_message:text", "edited_message:caption"]).use(async (ctx, next) => {
      const prompt = promptOf(ctx.editedMessage, ctx.me);
      const outcome = prompt ? await this.turns.revise(ctx, prompt) : undefined;
      if (!outcome) return next();
      await ctx.reply(outcome === "revised" ? REVISED : TOO_LATE);
    });
  }

  private async ask(ctx: Filter<Context, "message">, prompt: string): Promise<void> {
    const file = fileOf(ctx.message);
    if (file === "too big") {
      await ctx.reply("📎 This file is too big: Telegram hands out 20 MB at most.");
      return;
    }
    if (prompt === "" && !file) {
      await ctx.reply("👂 Yes? Write your request right behind my name.");
      return;
    }
    await this.turns.announce(ctx, await this.turns.submit(ctx, prompt, file && [file]));
  }
}

const REVISED = "✏️ Changed: this is what I'll be asked when its turn comes.";
const TOO_LATE = "✏️ I'm at work on it as it was. Send /stop and ask anew, if that matters.";
