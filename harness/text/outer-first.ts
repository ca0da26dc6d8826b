import type { MessageEntity } from "@grammyjs/types";

/** Sorts entities as Telegram lists them: by place, the outer before the inner, and where they coincide, by kind. */
export function outerFirst(entities: MessageEntity[]): MessageEntity[] {
  return entities.sort(
    (one, other) => one.offset - other.offset || other.length - one.length || rank(one) - rank(other),
  );
}

/** TDLib's own numbers; what it finds by itself has 50. */
function rank(entity: MessageEntity): number {
  return entity.type === "pre" && entity.language ? 10 : (ranks.get(entity.type) ?? 50);
}

const ranks: ReadonlyMap<string, number> = new Map([
  ["blockquote", 0],
  ["expandable_blockquote", 0],
  ["pre", 11],
  ["code", 20],
  ["date_time", 30],
  ["text_link", 49],
  ["text_mention", 49],
  ["bold", 90],
  ["italic", 91],
  ["underline", 92],
  ["strikethrough", 93],
  ["spoiler", 94],
  ["custom_emoji", 99],
]);
