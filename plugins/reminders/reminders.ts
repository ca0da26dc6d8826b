import { type CallbackQueryContext, type Composer, type Context, type Filter, InlineKeyboard } from "grammy";
import { z } from "zod";
import { Access, Api, Clock, inject, injectable, Log, type Plugin, PluginData, type Values } from "#core";
import { AlarmClock } from "./alarm-clock.ts";
import { added, REMINDERS, type ReminderList, waiting, without } from "./reminder-list.ts";
import { DAY_MS, inWords, isTimeZone, readWish } from "./when.ts";

const settingsSchema = z.object({
  timeZone: z
    .string()
    .refine(isTimeZone, 'is no time zone such as "Europe/Berlin"')
    .describe("of times of the day, such as Europe/Berlin")
    .default("UTC"),
  limit: z.coerce.number().int().min(1).max(200).describe("how many may wait for one user").default(50),
});

type Settings = z.output<typeof settingsSchema>;

/**
 * `/remind 20m tea` says "tea" in twenty minutes, in the same chat and topic, also after restarts; `/reminders` lists
 * what waits, with buttons to cancel. When a reminder can come late or twice: {@link AlarmClock}.
 */
@injectable()
export class RemindersPlugin implements Plugin<Settings> {
  readonly name = "reminders";
  readonly commands = [
    { command: "remind", description: "Remind me: /remind 20m tea, /remind 18:30 call mum" },
    { command: "reminders", description: "List and cancel reminders" },
  ];
  readonly settings = settingsSchema;

  private readonly lists: Values<ReminderList>;
  private readonly alarm: AlarmClock;

  constructor(
    @inject(PluginData) data: PluginData,
    @inject(Api) api: Api,
    @inject(Access) access: Access,
    @inject(Clock) clock: Clock,
    @inject(Log) log: Log,
  ) {
    this.lists = data.of(REMINDERS);
    this.alarm = new AlarmClock({ lists: this.lists, api, access, clock, log });
  }

  install(bot: Composer<Context>, settings: Settings): void {
    bot.on("message").command("remind", (ctx) => this.remind(ctx, settings));
    bot.on("message").command("reminders", (ctx) => this.list(ctx, settings));
    bot.callbackQuery(/^reminders:(\d+):(.+)$/, (ctx) => this.cancel(ctx, settings));
  }

  async start(): Promise<void> {
    this.alarm.start();
  }

  async stop(): Promise<void> {
    await this.alarm.stop();
  }

  private async remind(ctx: Filter<Context, "message"> & { match: string }, settings: Settings): Promise<void> {
    const { msg } = ctx;
    // Telegram's time: it may have waited for the bot.
    const asked = msg.date * 1_000;
    const wish = readWish(ctx.match, asked, settings.timeZone);
    const refusal = wish ? refusalOf(wish.text, wish.due - asked) : HOW;
    if (!wish || refusal) {
      await ctx.reply(refusal ?? HOW);
      return;
    }
    const place = { chatId: ctx.chat.id, threadId: msg.is_topic_message ? msg.message_thread_id : undefined };
    const id = `${ctx.chat.id}.${msg.message_id}`;
    const reminder = { id, ...place, messageId: msg.message_id, ...wish };
    const list = await this.lists.update(String(ctx.from.id), (before) => added(before, reminder, settings.limit));
    if (!list?.some((each) => each.id === id)) {
      await ctx.reply(`❌ Not noted: ${settings.limit} reminders wait already. Cancel some with /reminders first.`);
      return;
    }
    await ctx.reply(`⏰ I will remind you on ${inWords(wish.due, settings.timeZone)} (${settings.timeZone}).`);
    this.alarm.expect(wish.due);
  }

  private async list(ctx: Filter<Context, "message">, settings: Settings): Promise<void> {
    const { text, ...buttons } = await this.listing(ctx.from.id, ctx.chat, settings);
    await ctx.reply(text, buttons);
  }

  private async cancel(ctx: CallbackQueryContext<Context>, settings: Settings): Promise<void> {
    const [, owner, id = ""] = ctx.match;
    if (owner !== String(ctx.from.id)) {
      await ctx.answerCallbackQuery("These are somebody else's reminders.");
      return;
    }
    const before = await this.lists.read(owner);
    await this.lists.update(owner, (list) => without(list, id));
    const found = waiting(before).some((each) => each.id === id);
    await ctx.answerCallbackQuery(found ? "Cancelled." : "This one is over already.");
    if (!ctx.chat) return;
    const { text, ...buttons } = await this.listing(ctx.from.id, ctx.chat, settings);
    await ctx.editMessageText(text, buttons);
  }

  /** In a group only what was asked for there: the others need not read the rest. */
  private async listing(userId: number, chat: { id: number; type: string }, { timeZone }: Settings) {
    const all = waiting(await this.lists.read(String(userId)));
    const here = chat.type === "private" ? all : all.filter(({ chatId }) => chatId === chat.id);
    if (here.length === 0) return { text: "⏰ No reminders are waiting. /remind 20m tea makes one." };
    const shown = here.slice(0, MOST_SHOWN);
    const lines = shown.map(({ due, text }, index) => `${index + 1}. ${inWords(due, timeZone)}: ${shortened(text)}`);
    const more = here.length > shown.length ? [`and ${here.length - shown.length} later ones`] : [];
    const keyboard = new InlineKeyboard();
    for (const [index, { id }] of shown.entries()) {
      keyboard.text(`❌ ${index + 1}`, `reminders:${userId}:${id}`);
      if (index % 4 === 3) keyboard.row();
    }
    return { text: [`⏰ Your reminders (${timeZone}):`, ...lines, ...more].join("\n"), reply_markup: keyboard };
  }
}

function refusalOf(text: string, span: number): string | undefined {
  if (text.length > MOST_CHARACTERS)
    return `❌ Not noted: a reminder has at most ${MOST_CHARACTERS} characters. Please shorten it.`;
  return span > 366 * DAY_MS ? "❌ Not noted: I remind within a year. Please choose an earlier time." : undefined;
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text);

const HOW = "⏰ When, and of what? For example: /remind 20m tea, /remind 1h30m cake, or /remind 18:30 call mum.";
const MOST_CHARACTERS = 1_000;
const MOST_SHOWN = 20;
