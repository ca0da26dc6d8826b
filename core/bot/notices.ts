import type { SurplusWords } from "../surplus.ts";

/** What users are told beside the plugins' replies. */
export const STORE_AWAY =
  "⏳ I can't reach my memory right now. Your message is kept and will be answered as soon as I can.";
export const APOLOGY = "😔 Something went wrong while handling that. Your session is safe.";
export const SESSION_DAMAGED =
  "⚠️ Your stored session was damaged. It has been set aside for repair, and a fresh one begins.";
export const INBOX_FULL =
  "⏳ I have more to do than I can hold right now. Your message is kept at Telegram and will be answered as soon as I can.";
/** Of updates, and of turns: there it is a plugin that says when the limit is reached. */
export const tooManyUpdates = (most: number): SurplusWords => ({
  of: "updates",
  reached: `✋ ${most} of your messages are waiting, so I take no more until half of them are done; then I'll tell you what I missed.`,
  over: (missed) =>
    `👋 I take your messages again; ${missedOnes(missed)} not taken, so please send again what still matters.`,
  toPress: "✋ Not taken: too many of your messages are waiting.",
});
export const TOO_MANY_TURNS: SurplusWords = {
  of: "turns",
  over: (missed) =>
    `👋 I take your requests again; ${missedOnes(missed)} not accepted, so please send again what still matters.`,
};

const missedOnes = (count: number) => `${count} that came meanwhile ${count === 1 ? "was" : "were"}`;
