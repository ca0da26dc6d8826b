import type { Conversation } from "@grammyjs/conversations";
import { type Context, GrammyError } from "grammy";
import { type Preferences, type SessionStore } from "#core";
import { PRESS, panelButtons, panelText } from "./panel.ts";

/** Where the buttons are: presses elsewhere and words said elsewhere are not for this dialogue. */
interface Panel {
  readonly chatId: number;
  readonly threadId: number | undefined;
  readonly messageId: number;
}

type Choice = { readonly set: Partial<Preferences> } | { readonly ask: string } | "done";

type Talk = Conversation<Context, Context>;

/**
 * The dialogue of `/preferences`: a panel of buttons, and a question when a number is wanted. Whatever it does not wait
 * for passes: commands always, and texts unless the question is open.
 *
 * The plugin runs it from the top at every update, feeding it what was recorded, up to where it waits. So each round
 * ends by rewinding to where it began: the record stays as short as after the first one.
 */
export async function dialogue(talk: Talk, sessions: SessionStore): Promise<void> {
  const panel = await outside(talk, (ctx) => openPanel(ctx, sessions));
  const atButtons = talk.checkpoint();
  let choice = await nextChoice(talk, (ctx) => isPress(ctx, panel));
  if (isQuestion(choice)) {
    await ask(talk, choice.ask);
    const atQuestion = talk.checkpoint();
    choice = await nextChoice(talk, (ctx) => isPress(ctx, panel) || isAnswer(ctx, panel));
    if (isQuestion(choice)) {
      await ask(talk, choice.ask);
      return talk.rewind(atQuestion);
    }
  }
  if (choice === "done") return outside(talk, (ctx) => closePanel(ctx, panel, sessions));
  const { set } = choice;
  await outside(talk, (ctx) => change(ctx, panel, sessions, set));
  await talk.rewind(atButtons);
}

async function nextChoice(talk: Talk, expected: (ctx: Context) => boolean): Promise<Choice> {
  const ctx = await talk.waitUntil(expected, { next: true });
  await outside(talk, async (live) => {
    if (live.callbackQuery) await live.answerCallbackQuery();
  });
  return choiceOf(ctx);
}

function choiceOf(ctx: Context): Choice {
  if (!ctx.callbackQuery) return numberIn(ctx);
  const [, action, toggle, value] = PRESS.exec(ctx.callbackQuery.data ?? "") ?? [];
  if (toggle) return { set: { [toggle]: value === "true" } };
  return action === "done" ? "done" : { ask: QUESTION };
}

function numberIn({ message, me }: Context): Choice {
  const words = (message?.text ?? "").replace(new RegExp(`^@${me.username}\\b`, "i"), "").trim();
  const number = /^\d{1,3}$/.test(words) ? Number(words) : 0;
  if (number < 1 || number > 500) return { ask: `🤔 That is not a number from 1 to 500. ${QUESTION}` };
  return { set: { maxTurnsBeforeCompact: number } };
}

const QUESTION =
  "🔢 After how many turns should the session be compacted? Reply with a number from 1 to 500, or press a button above.";

const isQuestion = (choice: Choice): choice is { readonly ask: string } => choice !== "done" && "ask" in choice;

function isPress({ callbackQuery }: Context, { chatId, messageId }: Panel): boolean {
  const on = callbackQuery?.message;
  return on?.chat.id === chatId && on.message_id === messageId && PRESS.test(callbackQuery?.data ?? "");
}

function isAnswer(ctx: Context, { chatId, threadId }: Panel): boolean {
  if (!ctx.has(["message:text", "message:file", "message:contact", "message:location"])) return false;
  const isCommand = ctx.entities("bot_command").some(({ offset }) => offset === 0);
  return !isCommand && ctx.chat.id === chatId && threadOf(ctx) === threadId;
}

const threadOf = ({ msg }: Context) => (msg?.is_topic_message ? msg.message_thread_id : undefined);

async function openPanel(ctx: Context, sessions: SessionStore): Promise<Panel> {
  const preferences = await preferencesOf(ctx, sessions);
  const sent = await ctx.reply(panelText(preferences), { reply_markup: panelButtons(preferences) });
  return { chatId: sent.chat.id, threadId: threadOf(ctx), messageId: sent.message_id };
}

async function change(ctx: Context, panel: Panel, sessions: SessionStore, set: Partial<Preferences>): Promise<void> {
  const preferences = await sessions.update(userOf(ctx), (session) => {
    session.setPreferences(set);
    return session.preferences;
  });
  // An edit further up may go unnoticed by who has just written something.
  if (ctx.message) await ctx.reply(`✅ max_turns_before_compact: ${preferences.maxTurnsBeforeCompact}`);
  await edit(ctx, panel, preferences, true);
}

async function closePanel(ctx: Context, panel: Panel, sessions: SessionStore): Promise<void> {
  await edit(ctx, panel, await preferencesOf(ctx, sessions), false);
}

async function edit(ctx: Context, panel: Panel, preferences: Preferences, withButtons: boolean): Promise<void> {
  const { chatId, messageId } = panel;
  const buttons = withButtons ? { reply_markup: panelButtons(preferences) } : {};
  await ctx.api.editMessageText(chatId, messageId, panelText(preferences), buttons).catch((error: unknown) => {
    // Pressed twice, or handled again after a crash: it shows this already.
    if (!(error instanceof GrammyError && error.description.includes("message is not modified"))) throw error;
  });
}

const ask = (talk: Talk, question: string) => outside(talk, async (ctx) => void (await ctx.reply(question)));

const preferencesOf = async (ctx: Context, sessions: SessionStore) =>
  ((await sessions.read(userOf(ctx))) ?? sessions.empty(userOf(ctx))).preferences;

export function userOf(ctx: Context): number {
  if (!ctx.from) throw new Error("A dialogue needs a user, whose session keeps it.");
  return ctx.from.id;
}

/**
 * Does something once, not again when the dialogue is run from the top. An error comes out as it went in: the plugin
 * would give a copy, in which nobody recognises a store that was away or a reply that was refused.
 */
function outside<T>(talk: Talk, task: (ctx: Context) => Promise<T>): Promise<T> {
  let failure: unknown;
  return talk.external({
    task,
    beforeStoreError(error) {
      failure = error;
    },
    afterLoadError: () => failure,
  });
}
