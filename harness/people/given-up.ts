import type { BotAccount } from "../world/bot-account.ts";

/**
 * Calls back, once, when a bot's process will not come back, however long one waits: it was kept alive, and given up.
 * @returns what ends the wait.
 */
export function whenGivenUp(bots: Iterable<BotAccount>, givenUp: (why: string) => void): () => void {
  const watched = [...bots];
  const look = () => {
    const [why] = watched.flatMap(whyGivenUp);
    if (why !== undefined) givenUp(why);
  };
  const ends = watched.map(({ hostEnded }) => hostEnded.subscribe(look));
  look();
  return () => {
    for (const end of ends) end();
  };
}

/** In one sentence for each of its processes. */
export const whyGivenUp = ({ me, hosts }: BotAccount): readonly string[] =>
  [...hosts].flatMap(({ trouble }) => (trouble === undefined ? [] : `${me.username} ${trouble}`));
