import type { CallbackQueryContext, Composer, Context } from "grammy";
import { z } from "zod";
import {
  Backend,
  BotStatus,
  Clock,
  dropAside,
  inject,
  injectable,
  listAside,
  type Plugin,
  retryAside,
  SessionStore,
} from "#core";
import { healthScreen, inboxScreen, type Screen, usersScreen } from "./screens.ts";

const settingsSchema = z.object({
  userIds: z
    .preprocess(
      (given) => (typeof given === "string" ? given.split(",") : given),
      z.array(z.coerce.number().int().positive("is no Telegram user id")).min(1, "names nobody"),
    )
    .describe("of the admins, separated by commas"),
});

type Settings = z.output<typeof settingsSchema>;

/**
 * `/admin`, for the listed users and in their private chats: health, users, and the inbox with what was set aside. For
 * everybody else it does not exist: the command is in no menu and passes on, as an unknown one does. Nothing is looked
 * up before somebody asks.
 */
@injectable()
export class AdminPlugin implements Plugin<Settings> {
  readonly name = "admin";
  readonly commands = [{ command: "admin", description: "Look after the bot", hidden: true, passive: true }];
  readonly settings = settingsSchema;

  constructor(
    @inject(BotStatus) private readonly status: BotStatus,
    @inject(SessionStore) private readonly sessions: SessionStore,
    @inject(Backend) private readonly backend: Backend,
    @inject(Clock) private readonly clock: Clock,
  ) {}

  install(bot: Composer<Context>, { userIds }: Settings): void {
    const admins = new Set(userIds);
    const theirs = bot.filter(
      ({ from, chat }) => chat?.type === "private" && from !== undefined && admins.has(from.id),
    );
    theirs.command("admin", (ctx) => this.open(ctx));
    theirs.callbackQuery(/^admin:(health|users|inbox)$/, (ctx) => this.turnTo(ctx));
    theirs.callbackQuery(/^admin:(retry|drop):(.+)$/, (ctx) => this.decide(ctx));
  }

  private async open(ctx: Context): Promise<void> {
    const { text, reply_markup } = healthScreen(this.status(), this.clock.now());
    await ctx.reply(text, { reply_markup });
  }

  private async turnTo(ctx: CallbackQueryContext<Context>): Promise<void> {
    const [, name] = ctx.match;
    const screen = await this.screen(name ?? "");
    await ctx.answerCallbackQuery();
    await this.show(ctx, screen);
  }

  private async decide(ctx: CallbackQueryContext<Context>): Promise<void> {
    const [, action, id = ""] = ctx.match;
    const { backend, clock } = this;
    const done = action === "retry" ? await retryAside(backend, id, clock.now()) : await dropAside(backend, id);
    const words = action === "retry" ? "It is back in the inbox." : "Dropped.";
    await ctx.answerCallbackQuery(done ? words : "Somebody has decided on it already.");
    await this.show(ctx, await this.screen("inbox"));
  }

  private async screen(name: string): Promise<Screen> {
    if (name === "users") return usersScreen(this.sessions.entries(), this.clock.now());
    if (name === "inbox") return inboxScreen(this.status().waiting, await listAside(this.backend));
    return healthScreen(this.status(), this.clock.now());
  }

  /** Pressed twice, it shows this already: Telegram refuses the edit, and core takes that for done. */
  private async show(ctx: Context, { text, reply_markup }: Screen): Promise<void> {
    await ctx.editMessageText(text, { reply_markup });
  }
}
