import type { Composer, Context, Filter } from "grammy";
import { inject, injectable, Menu, type Plugin } from "#core";
import { type Kind, kindOf } from "./kind-of.ts";

/**
 * `/help`: lists what the bot can do. And the last to be asked: what no plugin answered gets one sentence here, never
 * silence. Edits, service messages and other updates that nobody expects an answer to pass.
 */
@injectable()
export class HelpPlugin implements Plugin {
  readonly name = "help";
  readonly commands = [{ command: "help", description: "List all commands" }];

  /** To its sender an album is one message; Telegram delivers its pictures one by one. */
  private readonly answeredAlbums = new Set<string>();

  constructor(@inject(Menu) private readonly menu: Menu) {}

  install(bot: Composer<Context>): void {
    bot.on("message").command("help", (ctx) => this.list(ctx));
  }

  installLast(bot: Composer<Context>): void {
    bot.on("message", (ctx) => this.admit(ctx));
    bot.on("callback_query", (ctx) => ctx.answerCallbackQuery("This button no longer works."));
    bot.on("inline_query", (ctx) => ctx.answerInlineQuery([]));
  }

  private async list(ctx: Context): Promise<void> {
    const lines = this.menu.map(({ command, description }) => `/${command} - ${description}`);
    await ctx.reply(`Commands:\n${lines.join("\n")}`);
  }

  /** Says that the message was not understood. */
  private async admit(ctx: Filter<Context, "message">): Promise<void> {
    const kind = kindOf(ctx.message);
    const album = ctx.message.media_group_id;
    if (!kind || (album && this.answeredAlbums.has(album))) return;
    await ctx.reply(notUnderstood(kind));
    if (album) this.remember(album);
  }

  private remember(album: string): void {
    if (this.answeredAlbums.size >= MOST_ALBUMS) this.answeredAlbums.clear();
    this.answeredAlbums.add(album);
  }
}

/** An album arrives within seconds, so forgetting the older ones does no harm. */
const MOST_ALBUMS = 1_000;

function notUnderstood(kind: Kind): string {
  switch (kind) {
    case "command":
      return "🤷 I don't know this command; /help lists the ones I do.";
    case "text":
      return "🤷 I have no answer to this; /help lists what I can do.";
    case "voice":
      return "🎙️ Voice is not set up here, but text works: please write it instead.";
    default:
      return `🤷 I can't do anything with ${kind} here; please write it as text instead.`;
  }
}
