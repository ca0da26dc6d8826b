import type { Random } from "./random.ts";

/**
 * Spoils a text a little: what was valid is then often not, and fails at an interesting place.
 *
 * @param rate how likely one more place is spoiled.
 */
export function mutated(random: Random, text: string, alphabet: string, rate = 0.6): string {
  let symbols = [...text];
  while (random.chance(rate)) {
    const at = random.below(symbols.length + 1);
    const more = random.pick([...alphabet]);
    switch (random.below(5)) {
      case 0:
        symbols.splice(at, 1);
        break;
      case 1:
        symbols.splice(at, 0, more);
        break;
      case 2:
        symbols.splice(at, 1, more);
        break;
      case 3:
        symbols.splice(at, 0, ...symbols.slice(at, at + 1 + random.below(4)));
        break;
      default:
        symbols = random.chance(0.5) ? symbols.slice(0, at) : symbols.slice(at);
    }
  }
  return symbols.join("");
}
