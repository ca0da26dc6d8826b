/** How much a fake Telegram keeps, so that it can run for weeks. What is forgotten is as if it had been deleted. */
export interface Retention {
  /** Of each chat: the latest messages, and up to twice as many of all that happens there, such as edits. Default: all. */
  readonly messages?: number;
  /** Of all bots: the latest calls, at times twice as many. Default: 5,000. */
  readonly calls?: number;
  /** For each bot: the latest updates that wait. Default: all, for a day, as at Telegram. */
  readonly updates?: number;
  /** The latest files, as long as they have no more bytes in all; one that is larger is kept alone. Default: all. */
  readonly fileBytes?: number;
}

/** @throws {RangeError} if a number is none that can be kept. */
export function checkRetention(keep: Retention): Retention {
  for (const [what, count] of Object.entries(keep)) {
    const isGiven = count !== undefined;
    if (isGiven && !(Number.isInteger(count) && count > 0))
      throw new RangeError(`keep.${what} has to be a whole number from 1 on, and is ${count}.`);
  }
  return keep;
}
