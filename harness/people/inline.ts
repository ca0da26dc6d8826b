import type { InlineQueryResult } from "@grammyjs/types";
import type { BotAccount } from "../world/bot-account.ts";
import { until } from "../world/until.ts";
import { whenQuiet } from "./quiet.ts";
import type { User } from "./user.ts";

const patienceMs = 5_000;

/** See `User.inline`. */
export async function askInline(user: User, query: string, bot: BotAccount): Promise<readonly InlineQueryResult[]> {
  const id = user.world.nextQueryId();
  let results: readonly InlineQueryResult[] | undefined;
  bot.inlineQueries.add(id, {
    userId: user.id,
    take(given) {
      results = given;
    },
  });
  bot.tell("inline_query", { id, from: user.json, query, offset: "", chat_type: "sender" });
  await until({
    look: () => results,
    beats: [bot.activity.answered],
    giveUp: (over) => whenQuiet([bot], over),
    timeoutMs: patienceMs,
  });
  return results ?? [];
}
