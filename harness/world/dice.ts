import type { Dice } from "@grammyjs/types";

/** How many values each of them has. @see https://core.telegram.org/bots/api#dice */
export const diceSides: ReadonlyMap<string, number> = new Map([
  ["🎲", 6],
  ["🎯", 6],
  ["🎳", 6],
  ["🏀", 5],
  ["⚽", 5],
  ["🎰", 64],
]);

/** A throw: the server's, not the sender's. */
export const rolled = (emoji: string): Dice => ({
  emoji,
  value: 1 + Math.floor(Math.random() * (diceSides.get(emoji) ?? 6)),
});
