import { mutated } from "./mutate.ts";
import type { Random } from "./random.ts";
import { address, word } from "./random-words.ts";

/** MarkdownV2 as bots write it, mostly sound, often spoiled a little. */
export const randomMarkdownV2 = (random: Random): string =>
  mutated(
    random,
    random.several(4, () => line(random)),
    "_*[]()~`>#+-=|{}.!\\\n\r\0a😀é",
    0.3,
  );

/** The same for the old Markdown. */
export const randomMarkdown = (random: Random): string =>
  mutated(
    random,
    random.several(5, () => oldPiece(random)),
    "_*[]()`\\\n\r\0a😀é",
  );

function line(random: Random): string {
  const begin = random.pick(["", "", "", ">", ">", ">", "**>", "\n>"]);
  return (
    begin +
    random.several(2, () => piece(random, 2)) +
    random.pick(["", "", "\n", "\n", "||\n", "||", "\r\n", "||\r\n"])
  );
}

function piece(random: Random, depth: number): string {
  if (random.chance(0.35)) return random.several(3, () => word(random));
  if (random.chance(0.2)) return `\\${random.pick([..."_*[]()~`>#+-=|{}.!\\a\n\r😀é"])}`;
  const inner = () => (depth > 0 && random.chance(0.9) ? random.several(3, () => piece(random, depth - 1)) : "");
  const mark = random.pick(["*", "*", "_", "__", "~", "||", "`", "`", "```", "[", "[", "![", "___", "**"]);
  if (mark === "[") return `[${inner()}]${target(random)}`;
  if (mark === "![") return `![${inner()}]${random.chance(0.9) ? `(${random.pick(pictures)})` : target(random)}`;
  if (mark === "```") return `\`\`\`${random.pick(languages)}${inner()}\`\`\``;
  if (mark === "`") return `\`${random.several(3, () => word(random))}\``;
  return `${mark}${inner()}${mark === "___" ? random.pick(["_\r__", "___", "_\\___"]) : mark}`;
}

const target = (random: Random) =>
  random.chance(0.1) ? "" : `(${random.chance(0.3) ? address(random).replace(/[().]/g, "\\$&") : address(random)})`;

const pictures = [
  "tg://emoji?id=5368324170671202286",
  "tg://emoji?id=1&x",
  "tg://time?unix=1&format=wDt",
  "tg://time?unix=7",
];

const languages = ["", "", "py\n", "py ", "c++\r\n", "\n", "\r\n", "\n\r", "\n\n", "é\t", "py", "a`b\n"];

function oldPiece(random: Random): string {
  if (random.chance(0.4)) return random.several(3, () => word(random));
  if (random.chance(0.2)) return `\\${random.pick([..."_*`[]\\a😀"])}`;
  const inner = random.several(3, () => word(random));
  const mark = random.pick(["*", "_", "`", "```", "[", "[", "["]);
  if (mark === "[")
    return `[${random.pick([inner, inner, address(random), ""])}]${random.pick(["", `(${address(random)})`, `(${address(random)}`])}`;
  return `${mark}${mark === "```" ? random.pick(languages) : ""}${inner}${mark}`;
}
