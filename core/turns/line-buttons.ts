import { type Composer, type Context, InlineKeyboard } from "grammy";
import type { SessionStore } from "../session/session-store.ts";
import type { LineNotices } from "./line-notices.ts";

/** What can be done with a turn that waits for others. */
export const lineButtonsFor = (turnId: string) =>
  new InlineKeyboard().text("✖️ Cancel", `turn:cancel:${turnId}`).text("⏩ Send now", `turn:now:${turnId}`);

/** Obeys the buttons of turns that wait: as long as they do, and for the user whose they are. */
export function installLineButtons(bot: Composer<Context>, sessions: SessionStore, notices: LineNotices): void {
  bot.callbackQuery(/^turn:(cancel|now):(.+)$/, async (ctx) => {
    const [, choice, turnId = ""] = ctx.match;
    const cancels = choice === "cancel";
    const obeyed = await sessions.update(ctx.from.id, (session) =>
      cancels ? session.cancelTurn(turnId) : session.hurryTurn(turnId),
    );
    if (!obeyed) {
      await ctx.answerCallbackQuery({ text: "Too late: this request waits no longer." });
      return;
    }
    notices.leave(turnId);
    await ctx.answerCallbackQuery();
    await ctx.editMessageText(cancels ? "✖️ Cancelled." : "⏩ Sent now; what ran before is stopped.");
  });
}
