import type { MessageEntity } from "@grammyjs/types";
import type { Random } from "./random.ts";
import { word } from "./random-words.ts";

/** A text and entities that a bot might spell out for it, sound or not. Free of marks that TDLib's own Markdown has. */
export function randomTidy(random: Random): { input: string; given: MessageEntity[] } {
  const input = random.several(6, () => word(random));
  const given = Array.from({ length: random.below(6) }, () => randomEntity(random, input.length));
  return { input, given };
}

function randomEntity(random: Random, size: number): MessageEntity {
  const offset = random.chance(0.03) ? random.below(size + 3) - 1 : random.below(size);
  const length = random.chance(0.06) ? random.below(size + 2) : random.below(size - offset + 1);
  const type = random.pick(types);
  if (type === "text_link") return { type, url: random.pick(["http://e.com/", "http://f.com/"]), offset, length };
  if (type === "custom_emoji") return { type, custom_emoji_id: random.pick(["1", "2"]), offset, length };
  if (type === "pre" && random.chance(0.5)) return { type, language: "py", offset, length };
  return { type, offset, length } as MessageEntity;
}

const types =
  "bold bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link custom_emoji mention url".split(
    " ",
  ) as ("bold" | "pre" | "text_link" | "custom_emoji")[];
