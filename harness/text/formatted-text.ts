import type { MessageEntity, User } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { automaticEntities } from "./automatic/index.ts";
import { explicitEntities } from "./explicit-entities.ts";
import { parseHtml } from "./html.ts";
import { parseMarkdown } from "./markdown.ts";
import { parseMarkdownV2 } from "./markdown-v2.ts";
import { soundEntity } from "./sound-entity.ts";
import { isInvisible, limited, tidied, trimmed, untangled } from "./tidy/index.ts";

/** Text as Telegram stores it. Offsets and lengths are UTF-16 code units. */
export interface FormattedText {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
}

export interface TextInput {
  readonly text: string;
  readonly parseMode?: string;
  /** The JSON a bot gave; a parse mode beats it. */
  readonly entities?: unknown;
  /** For links of the form `tg://user?id=1`. */
  readonly findUser?: (id: number) => User | undefined;
}

/**
 * What becomes of a text on its way into a message: parsed, cleaned, trimmed, and with links, commands and mentions
 * found. The result may be empty.
 *
 * @see https://core.telegram.org/bots/api#formatting-options
 */
export function formatText({ text, parseMode = "", entities, findUser }: TextInput): FormattedText {
  if (Buffer.byteLength(text) > maxTextBytes) throw badRequest("text is too long");
  const own = trimmed(tidied(parsed(text, text && parseMode.toLowerCase(), entities, findUser)));
  if (isInvisible(own.text)) return { text: "", entities: [] };
  const found = automaticEntities(own.text) as MessageEntity[];
  return { text: own.text, entities: untangled(limited(own.entities), found) };
}

/** Telegram's limits count code points, not UTF-16 units. */
export const lengthOf = (text: string) => {
  let length = 0;
  for (const _ of text) length++;
  return length;
};

const maxTextBytes = 32_768;

function parsed(text: string, mode: string, entities: unknown, findUser: TextInput["findUser"]): FormattedText {
  switch (mode) {
    case "":
    case "none":
      return { text, entities: explicitEntities(entities).flatMap((entity) => soundEntity(entity, findUser)) };
    case "html":
      return parseHtml(text, findUser);
    case "markdown":
      return parseMarkdown(text, findUser);
    case "markdownv2":
      return parseMarkdownV2(text, findUser);
    default:
      throw badRequest("unsupported parse_mode");
  }
}
