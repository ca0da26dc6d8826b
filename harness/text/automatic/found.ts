import type { MessageEntity } from "@grammyjs/types";

/** The kinds of entities Telegram finds by itself. The last one is in no documentation, but in Telegram's own server. */
export type FoundType =
  | Extract<MessageEntity["type"], "mention" | "bot_command" | "hashtag" | "cashtag" | "url" | "email">
  | "bank_card_number";

/** A piece of text that is an entity unless an earlier one overlaps it. In UTF-16 code units. */
export interface Found {
  readonly type: FoundType;
  readonly offset: number;
  readonly length: number;
}

export const found = (type: FoundType, offset: number, end: number): Found => ({ type, offset, length: end - offset });
