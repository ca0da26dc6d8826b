/** Numbers messages, from 1 on: those of one supergroup or channel; or those of all a bot's private chats and basic groups. */
export class MessageIds {
  latest = 0;

  next(): number {
    return ++this.latest;
  }
}

/**
 * The next number in all of these at once. A basic group's messages are numbered by each of its bots' accounts; people and bots
 * see one number here, so each account goes on from the highest.
 */
export function nextInAll(numberings: readonly MessageIds[]): number {
  const next = Math.max(0, ...numberings.map(({ latest }) => latest)) + 1;
  for (const numbering of numberings) numbering.latest = next;
  return next;
}
