import type { MessageEntity, User } from "@grammyjs/types";
import { mutated } from "./mutate.ts";
import type { Random } from "./random.ts";
import { address, word } from "./random-words.ts";

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
  if (type === "text_link") return { type, url: link(random), offset, length };
  if (type === "text_mention") return { type, user: { id: random.pick([5, 6]) } as User, offset, length };
  if (type === "custom_emoji") return { type, custom_emoji_id: random.pick(["1", "2"]), offset, length };
  if (type === "date_time")
    return { type, unix_time: 1_647_531_900, date_time_format: random.pick(["", "r", "wDT", "dt"]), offset, length };
  if (type === "pre" && random.chance(0.5))
    return { type, language: random.pick(["py", "py", "p\ty"]), offset, length };
  return { type, offset, length } as MessageEntity;
}

/** Mostly sound, as one bad address hides whatever else there is to see. */
const link = (random: Random) =>
  random.chance(0.85)
    ? random.pick(["http://e.com/", "f.com", "tg://user?id=5"])
    : mutated(random, address(random), "@:/?#[]%.~|^ \t\r\0aé1", 0.4);

const types =
  "bold bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention custom_emoji date_time mention url".split(
    " ",
  ) as ("bold" | "pre" | "text_link" | "text_mention" | "custom_emoji" | "date_time")[];
