import type { InlineQueryResult } from "@grammyjs/types";
import { useEffect } from "preact/hooks";
import { bot, offers } from "../state/live.ts";
import type { Seat } from "../state/seat.ts";
import { ask, problemOf } from "../state/server.ts";

/** How long somebody stops typing before the bot is asked, in ms. */
const pauseMs = 250;

/** What the bot offers while a person types `@bot something`. Choosing sends it by way of the bot. */
export function InlineResults({ seat }: { readonly seat: Seat }) {
  const query = inlineQueryIn(seat.text.value);
  const offer = offers.value.get(seat.person);
  const results = offer?.query === query ? offer?.results : undefined;

  useEffect(() => {
    if (query === undefined) return;
    const timer = setTimeout(() => void ask(`telegram/users/${seat.person}/queries`, { query }), pauseMs);
    return () => clearTimeout(timer);
  }, [query]);

  const choose = async (result: InlineQueryResult) => {
    seat.text.value = "";
    const answer = await ask(`telegram/users/${seat.person}/choices`, { result, query, ...seat.in });
    if (!answer.ok) seat.say(problemOf(answer));
  };
  if (!results || results.length === 0) return null;
  return (
    <section class="menu" aria-label="What the bot offers">
      {results.map((result) => (
        <button key={result.id} type="button" class="offer" onClick={() => void choose(result)}>
          <b>{"title" in result ? result.title : result.type}</b>{" "}
          {"description" in result && <span>{result.description}</span>}
        </button>
      ))}
    </section>
  );
}

/** @returns undefined if the bot is not asked anything. */
function inlineQueryIn(text: string): string | undefined {
  const [, name, query] = /^@(\w+) (.*)$/s.exec(text) ?? [];
  return name !== undefined && name.toLowerCase() === bot.value.username.toLowerCase() ? query : undefined;
}
