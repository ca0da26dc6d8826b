import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, type Submission, Turns } from "#core";
import { fileOf } from "./file-of.ts";
import { promptOf } from "./prompt-of.ts";

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
    const submission = await this.turns.submit(ctx, prompt, file && [file]);
    const notice = noticeOf(submission);
    const buttons = submission.state === "accepted" ? (submission.blockedBy ?? submission.waits) : undefined;
    if (notice) await ctx.reply(notice, { reply_markup: buttons });
  }
}

const REVISED = "✏️ Changed: this is what I'll be asked when its turn comes.";
const TOO_LATE = "✏️ I'm at work on it as it was. Send /stop and ask anew, if that matters.";

function noticeOf(submission: Submission): string | undefined {
  if (submission.state === "full") {
    if (submission.told) return undefined;
    if (submission.inAll)
      return `❌ Not accepted: of all users, as many requests wait as may (${submission.limit}). Send it again later.`;
    return `❌ Not accepted: ${submission.limit} requests are waiting already. I take no more until half of them are done; then I'll tell you how many I missed.`;
  }
  const { ahead, blockedBy } = submission;
  if (blockedBy) return `⏳ Queued: ${ahead} ahead. An interrupted one holds them up: first press Retry or Discard.`;
  // Of a flood of messages not each: Telegram would throttle the notices, and the answers with them.
  return ahead > 0 && (ahead <= 3 || ahead % 10 === 0) ? `⏳ Queued: ${ahead} ahead.` : undefined;
}
