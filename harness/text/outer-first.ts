import type { MessageEntity } from "@grammyjs/types";

/** Sorts entities as Telegram lists them: by place, the outer before the inner, and where they coincide, by kind. */
export function outerFirst(entities: MessageEntity[]): MessageEntity[] {
  return entities.sort(
    (one, other) => one.offset - other.offset || other.length - one.length || rank(one) - rank(other),
  );
}

const rank = ({ type }: MessageEntity) => ranks.get(type) ?? 50;

/** TDLib's own numbers; what it finds by itself has 50. */
const ranks: ReadonlyMap<string, number> = new Map([
  ["blockquote", 0],
  ["expandable_blockquote", 0],
  ["pre", 11],
  ["code", 20],
  ["text_link", 49],
  ["text_mention", 49],
  ["bold", 90],
  ["italic", 91],
  ["underline", 92],
  ["strikethrough", 93],
  ["spoiler", 94],
  ["custom_emoji", 99],
]);
