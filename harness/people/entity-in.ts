import type { Message, MessageEntity } from "@grammyjs/types";
import { quoted } from "./quoted.ts";
import { matches } from "./reader.ts";

/** What some entities say besides what they are. */
export interface EntityTraits {
  /** Of a `pre`. */
  readonly language?: string | undefined;
  /** Where a `text_link` leads. */
  readonly url?: string | undefined;
}

interface WantedEntity extends EntityTraits {
  readonly type: MessageEntity["type"];
  readonly text: string | RegExp;
}

/** Whether a text or caption is formatted so. */
export function hasEntity(message: Message, wanted: WantedEntity): boolean {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  return entities.some((one) => {
    const covered = text.slice(one.offset, one.offset + one.length);
    return (
      one.type === wanted.type &&
      (typeof wanted.text === "string" ? covered === wanted.text : matches(covered, wanted.text)) &&
      (wanted.language === undefined || (one.type === "pre" && one.language === wanted.language)) &&
      (wanted.url === undefined || (one.type === "text_link" && one.url === wanted.url))
    );
  });
}

export const describeEntity = ({ type, text, language, url }: WantedEntity): string =>
  `${quoted(text)} as ${type}${language === undefined ? "" : ` in ${language}`}${url === undefined ? "" : ` to ${url}`}`;
