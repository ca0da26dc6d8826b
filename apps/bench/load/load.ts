/** What a crowd does. Every user's messages are counted on from one load to the next. */
export interface Load {
  /** `burst`: everything is sent at once. `closed`: each user sends the next message when the last one was answered. */
  readonly kind: "burst" | "closed";
  /** Telegram ids of those who write. */
  readonly users: readonly number[];
  /** Of each user; only in a burst. */
  readonly messagesEach?: number;
  /** When it ends at the latest, in ms; what was not delivered by then is taken back. */
  readonly withinMs: number;
}

export interface LoadResult {
  /** From the first message to the last reply, or to the end of the load. */
  readonly ms: number;
  /** From message to reply, in ms, of each reply while the load lasted. */
  readonly waits: readonly number[];
  /** All replies, those of the time after it included. */
  readonly answered: number;
}

/**
 * Telegram ids for a crowd, evenly spread over the ids of all that are stored. People write in no order of their ids, or
 * a small store would be worked on page by page.
 */
export const usersAmong = (count: number, stored = count): number[] =>
  Array.from({ length: count }, (_, index) => {
    const place = (index * STRIDE) % count;
    return FIRST_USER + Math.floor((place * stored) / count);
  });

/** A prime number: its multiples lead to each place once. */
const STRIDE = 7_919;
export const FIRST_USER = 100_000_001;
