/** What users are told beside the plugins' replies. */
export const STORE_AWAY =
  "⏳ I can't reach my memory right now. Your message is kept and will be answered as soon as I can.";
export const APOLOGY = "😔 Something went wrong while handling that. Your session is safe.";
export const SESSION_DAMAGED =
  "⚠️ Your stored session was damaged. It has been set aside for repair, and a fresh one begins.";
export const INBOX_FULL =
  "⏳ I have more to do than I can hold right now. Your message is kept at Telegram and will be answered as soon as I can.";
export const limitReached = (most: number) =>
  `✋ ${most} of your messages are waiting, so I take no more until half of them are done; then I'll tell you what I missed.`;
export const takenAgain = (missed: number) =>
  `👋 I take your messages again; ${missed} that came meanwhile ${missed === 1 ? "was" : "were"} not taken, so please send again what still matters.`;
export const NOT_TAKEN = "✋ Not taken: too many of your messages are waiting.";
