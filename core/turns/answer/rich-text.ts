import type { MessageEntity } from "grammy/types";

/** Text with its formatting as Telegram takes it: offsets and lengths in UTF-16 units. There is no markup left to misread. */
export interface RichText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

export const plain = (text: string): RichText => ({ text, entities: [] });

/** One after the other. */
export function joined(...parts: readonly RichText[]): RichText {
  let text = "";
  const entities: MessageEntity[] = [];
  for (const part of parts) {
    entities.push(...part.entities.map((entity) => ({ ...entity, offset: entity.offset + text.length })));
    text += part.text;
  }
  return { text, entities };
}

/** From `start` to `end`, with what is formatted there. */
export function sliceOf({ text, entities }: RichText, start: number, end = text.length): RichText {
  const kept = entities
    .filter(({ offset, length }) => offset < end && offset + length > start)
    .map((entity) => {
      const from = Math.max(entity.offset, start);
      return { ...entity, offset: from - start, length: Math.min(endOf(entity), end) - from };
    });
  return { text: text.slice(start, end), entities: kept };
}

export const endOf = ({ offset, length }: MessageEntity) => offset + length;
