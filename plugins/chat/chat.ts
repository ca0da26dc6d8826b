import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, type Plugin, type Submission, Turns } from "#core";
import { promptOf } from "./prompt-of.ts";

/**
 * Any text that no plugin answered becomes a turn for the agent. The handler ends at once: the answer comes by itself,
 * and only what the user would not expect is said here.
 */
@injectable()
export class ChatPlugin implements Plugin {
  readonly name = "chat";

  constructor(@inject(Turns) private readonly turns: Turns) {}

  install(): void {}

  installLast(bot: Composer<Context>): void {
    bot.on("message:text").use((ctx, next) => {
      const prompt = promptOf(ctx.message, ctx.me);
      return prompt === undefined ? next() : this.ask(ctx, prompt);
    });
  }

  private async ask(ctx: Filter<Context, "message:text">, prompt: string): Promise<void> {
    if (prompt === "") {
      await ctx.reply("👂 Yes? Write your request right behind my name.");
      return;
    }
    const submission = await this.turns.submit(ctx, prompt);
    const notice = noticeOf(submission);
    const buttons = submission.state === "accepted" ? (submission.blockedBy ?? submission.waits) : undefined;
    if (notice) await ctx.reply(notice, { reply_markup: buttons });
  }
}

function noticeOf(submission: Submission): string | undefined {
  if (submission.state === "full") {
    if (submission.told) return undefined;
    return `❌ Not accepted: ${submission.limit} requests are waiting already. I take no more until half of them are done; then I'll tell you how many I missed.`;
  }
  const { ahead, blockedBy } = submission;
  if (blockedBy) return `⏳ Queued: ${ahead} ahead. An interrupted one holds them up: first press Retry or Discard.`;
  // Of a flood of messages not each: Telegram would throttle the notices, and the answers with them.
  return ahead > 0 && (ahead <= 3 || ahead % 10 === 0) ? `⏳ Queued: ${ahead} ahead.` : undefined;
}
