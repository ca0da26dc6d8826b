import type { User } from "#harness";

/** The texts of a bot in a user's chat as they stand there now, oldest first. */
export const saidBy = (user: User): string[] =>
  user.messages().flatMap(({ from, text }) => (from?.is_bot && text ? [text] : []));
