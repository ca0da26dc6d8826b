/** Where a turn was asked for, and is answered. */
export interface Place {
  readonly chatId: number;
  /** The forum topic. */
  readonly threadId?: number;
}

/** Private chats have the ids of people, which are positive, and only they have drafts. */
export const isDraftable = ({ chatId }: Place) => chatId > 0;
