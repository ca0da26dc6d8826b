import { bankCards } from "./bank-cards.ts";
import { cashtags } from "./cashtags.ts";
import { commands } from "./commands.ts";
import type { Found } from "./found.ts";
import { hashtags } from "./hashtags.ts";
import { mentions } from "./mentions.ts";
import { tgAddresses } from "./tg-addresses.ts";
import { webAddresses } from "./web-addresses.ts";

export type { Found } from "./found.ts";

/**
 * What Telegram finds in a text by itself, as if nothing in it were formatted: commands, mentions, addresses, ... Where
 * two overlap, the one that begins first stays, or the longer one.
 */
export function automaticEntities(text: string): Found[] {
  const candidates = finders.flatMap(({ needs, find }) => (text.includes(needs) ? find(text) : []));
  candidates.push(...bankCards(text));
  candidates.sort((one, other) => one.offset - other.offset || other.length - one.length);
  let end = 0;
  return candidates.filter(({ offset, length }) => {
    if (offset < end) return false;
    end = offset + length;
    return true;
  });
}

/** Most texts hold none of these characters, and then there is nothing to look for. */
const finders: readonly { needs: string; find: (text: string) => Found[] }[] = [
  { needs: "@", find: mentions },
  { needs: "/", find: commands },
  { needs: "#", find: hashtags },
  { needs: "$", find: cashtags },
  { needs: "://", find: tgAddresses },
  { needs: ".", find: webAddresses },
];
