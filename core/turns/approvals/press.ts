import type { Composer, Context } from "grammy";
import type { AuditLog, Outcome } from "../../audit/audit-log.ts";
import type { Clock } from "../../clock.ts";
import type { SessionStore } from "../../session/session-store.ts";
import { buttonsFor } from "../receipt.ts";
import type { Decision } from "./approval.ts";
import { answeredQuestion } from "./question.ts";

/**
 * Obeys the buttons of requests for permission: once, and for the user whose turn asks. Of a turn that was cut off
 * meanwhile they decide nothing that anybody waits for, and lead to its Retry and Discard; what was allowed for the
 * session is then allowed all the same.
 */
export function installApprovals(bot: Composer<Context>, sessions: SessionStore, audit: AuditLog, clock: Clock): void {
  bot.callbackQuery(/^ask:(once|session|deny):(.+)$/, async (ctx) => {
    const [, said, id = ""] = ctx.match;
    const decision = said as Decision;
    const decided = await sessions.update(ctx.from.id, (session) => session.decide(id, decision));
    if (!decided) {
      await ctx.answerCallbackQuery("Only who asked can decide this, once, and as long as it waits.");
      return;
    }
    const { turn, asked } = decided;
    await audit.add({
      at: new Date(clock.now()).toISOString(),
      userId: ctx.from.id,
      chatId: turn.chatId,
      sessionId: turn.sessionId,
      turnId: turn.id,
      requestId: id,
      tool: asked.tool,
      title: asked.title,
      outcome: OUTCOMES[decision],
    });
    await ctx.answerCallbackQuery();
    const cutOff = turn.state === "interrupted";
    const { text, entities } = answeredQuestion(asked, cutOff ? `${WORDS[decision]}\n${CUT_OFF}` : WORDS[decision]);
    await ctx.editMessageText(text, { entities: [...entities], reply_markup: cutOff ? buttonsFor(turn) : undefined });
  });
}

const WORDS: Readonly<Record<Decision, string>> = {
  once: "✅ Allowed once.",
  session: "✅ Allowed for this session.",
  deny: "🚫 Denied.",
};

const OUTCOMES: Readonly<Record<Decision, Outcome>> = {
  once: "allowed once",
  session: "allowed for the session",
  deny: "denied",
};

const CUT_OFF = "⚠️ But the request was interrupted meanwhile. Shall I try again?";
