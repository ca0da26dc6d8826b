/** What users are told beside the plugins' replies. */
export const STORE_AWAY =
  "⏳ I can't reach my memory right now. Your message is kept and will be answered as soon as I can.";
export const APOLOGY = "😔 Something went wrong while handling that. Your session is safe.";
export const SESSION_DAMAGED =
  "⚠️ Your stored session was damaged. It has been set aside for repair, and a fresh one begins.";
