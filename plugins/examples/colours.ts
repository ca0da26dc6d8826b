import { type Composer, type Context, InlineKeyboard, InlineQueryResultBuilder } from "grammy";
import { injectable, type Plugin } from "holdfast/core";

const COLOURS = ["red", "green", "blue"];

/** Answers more than messages: presses, inline queries, edits and reactions. */
@injectable()
export class ColoursPlugin implements Plugin {
  readonly name = "colours";
  readonly commands = [{ command: "colours", description: "Choose a colour" }];

  install(bot: Composer<Context>): void {
    bot.command("colours", (ctx) => ctx.reply("🎨 Which one?", { reply_markup: buttons() }));
    bot.callbackQuery(/^colours:(.+)$/, (ctx) => this.choose(ctx, ctx.match[1] ?? ""));
    bot.on("inline_query", (ctx) => this.offer(ctx, ctx.inlineQuery.query));
    bot.on("edited_message:text", (ctx) => ctx.reply("✏️ I saw that you changed it."));
    bot.reaction("👍", (ctx) => ctx.reply("🎨 Glad you like it."));
  }

  private async choose(ctx: Context, colour: string): Promise<void> {
    // First of all: until then the button shows that it is waiting.
    await ctx.answerCallbackQuery();
    await ctx.editMessageText(`🎨 ${colour} it is.`);
  }

  private async offer(ctx: Context, query: string): Promise<void> {
    const found = COLOURS.filter((colour) => colour.includes(query.toLowerCase()));
    const results = found.map((colour) =>
      InlineQueryResultBuilder.article(colour, colour).text(`My colour: ${colour}`),
    );
    await ctx.answerInlineQuery(results, { cache_time: 0 });
  }
}

/** What a button carries begins with the plugin's name, so that no other plugin takes it for its own. */
const buttons = () => InlineKeyboard.from([COLOURS.map((colour) => InlineKeyboard.text(colour, `colours:${colour}`))]);
