import { characterBefore } from "./characters.ts";
import { type Found, found } from "./found.ts";

/** Numbers of 13 to 19 digits, perhaps with spaces and dashes, that a bank could have given out. */
export function bankCards(text: string): Found[] {
  const cards: Found[] = [];
  const run = /\d[\d -]*/g;
  for (let match = run.exec(text); match; match = run.exec(text)) {
    const [all] = match;
    const { index } = match;
    if (/[.,+_\p{L}-]/u.test(characterBefore(text, index))) continue;
    const number = unspaced(all) ?? all;
    run.lastIndex = index + number.length;
    const card = number.replace(/\D+$/, "");
    const digits = card.replace(/\D/g, "");
    if (digits.length < 13 || digits.length > 19 || card.length > 2 * digits.length - 1) continue;
    if (/^[-_\p{L}]/u.test(text.slice(index + card.length, index + card.length + 2))) continue;
    if (isValid(digits)) cards.push(found("bank_card_number", index, index + card.length));
  }
  return cards;
}

/** A number of full length without a gap ends at the first space. */
const unspaced = (run: string) => /^\d{16,19}(?= )/.exec(run)?.[0];

function isValid(digits: string): boolean {
  if (checksum(digits) % 10 !== 0) return false;
  const { length } = digits;
  const [one, two, four] = [1, 2, 4].map((count) => Number(digits.slice(0, count))) as [number, number, number];
  if (one === 4) return [13, 16, 18, 19].includes(length);
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return length === 16;
  if (two === 34 || two === 37) return length === 15;
  if (two === 62 || two === 81) return length >= 16;
  if (four >= 2200 && four <= 2204) return length === 16;
  return true;
}

/** Luhn's. */
const checksum = (digits: string) =>
  [...digits].reverse().reduce((sum, digit, place) => {
    const value = place % 2 === 0 ? Number(digit) : 2 * Number(digit);
    return sum + (value > 9 ? value - 9 : value);
  }, 0);
