import { type Composer, type Context, InlineKeyboard } from "grammy";
import type { SessionStore } from "../session/session-store.ts";
import { awaitedIn } from "./prompt-source.ts";
import type { Turn } from "./turn.ts";

/**
 * What the user gets for a turn that was cut off: once, with the choice what becomes of it.
 *
 * @param reason a sentence. Default: the bot ended in the midst of it.
 * @param far how far it had come, if that is known.
 */
export function receiptFor(
  turn: Turn,
  prompt = "",
  { reason, far }: { readonly reason?: string; readonly far?: string } = {},
): { text: string; keyboard: InlineKeyboard } {
  const shown = prompt.length > MOST_SHOWN ? `${prompt.slice(0, MOST_SHOWN).toWellFormed().trimEnd()}…` : prompt;
  // Of a voice message that was not heard yet, say, there are no words to show.
  const isWorded = awaitedIn(prompt) === undefined;
  const quoted = isWorded ? `“${shown}”\n\n` : "";
  const why = reason ?? `I was interrupted while working on ${isWorded ? "this:" : "your message."}`;
  return {
    text: `⚠️ ${why}\n\n${quoted}${far ? `${far}\n\n` : ""}Your session is safe. Shall I try again?`,
    keyboard: buttonsFor(turn),
  };
}

/** What decides on an interrupted turn, wherever it is shown. */
export const buttonsFor = ({ id }: Turn) =>
  new InlineKeyboard().text("🔁 Retry", `turn:retry:${id}`).text("🗑️ Discard", `turn:discard:${id}`);

/** Obeys the buttons of receipts: once, for the user whose turn it is, and only in the session it belongs to. */
export function installReceipts(bot: Composer<Context>, sessions: SessionStore): void {
  bot.callbackQuery(/^turn:(retry|discard):(.+)$/, async (ctx) => {
    const [, choice, turnId = ""] = ctx.match;
    const retries = choice === "retry";
    const obeyed = await sessions.update(ctx.from.id, (session) =>
      retries ? session.retryTurn(turnId) : session.discardTurn(turnId),
    );
    if (!obeyed) {
      await ctx.answerCallbackQuery({ text: "This button has done its work already." });
      return;
    }
    await ctx.answerCallbackQuery();
    await ctx.editMessageText(retries ? "🔁 Trying again." : "🗑️ Discarded.");
  });
}

const MOST_SHOWN = 200;
