/**
 * Refusals that a sound bot can meet, because what it relies on changed before its call arrived. All others say that the
 * call was wrong when it was written.
 */
export function isExpected(status: number, description: string): boolean {
  return always.has(status) || descriptions.some((part) => description.includes(part));
}

/**
 * 403: people block bots and throw them out. 409: another copy polls, or a webhook is set. 429: too much.
 */
const always: ReadonlySet<number> = new Set([403, 409, 429]);

const descriptions = [
  // Two edits met, or a button was pressed twice.
  "message is not modified",
  // People delete messages and topics, and messages grow too old.
  "message to edit not found",
  "message to delete not found",
  "message can't be deleted",
  "message to be replied not found",
  "message to react not found",
  "message to forward not found",
  "message to copy not found",
  "message to pin not found",
  "message thread not found",
  // The bot was away, or slow.
  "query is too old and response timeout expired or query ID is invalid",
  // A basic group becomes a supergroup.
  "group chat was upgraded to a supergroup chat",
  // Rights are taken away at any time.
  "not enough rights",
  "need administrator rights",
  "CHAT_ADMIN_REQUIRED",
] as const;
