import type { InlineQueryResult, Message } from "@grammyjs/types";
import type { Deed } from "../recorder/deed.ts";
import { formatText } from "../text/formatted-text.ts";
import type { BotAccount } from "../world/bot-account.ts";
import { until } from "../world/until.ts";
import { whenQuiet } from "./quiet.ts";
import type { SendOptions, User } from "./user.ts";

const patienceMs = 5_000;

type Results = readonly InlineQueryResult[];

/** See `User.inline`. */
export async function askInline(user: User, query: string, bot: BotAccount): Promise<Results> {
  const deed = sendInline(user, query, bot, () => {});
  await until({
    look: () => deed.offered,
    beats: [bot.activity.answered],
    giveUp: (over) => whenQuiet([bot], over),
    timeoutMs: patienceMs,
  });
  deed.offered ??= [];
  return deed.offered;
}

/** Tells the bot what is typed; what it offers comes when it comes. */
export function sendInline(user: User, query: string, bot: BotAccount, offered: (results: Results) => void): Deed {
  const deed: Deed = { who: user, what: "inline", given: [query, bot] };
  user.world.deeds.beat(deed);
  const id = user.world.nextQueryId();
  bot.inlineQueries.add(id, {
    userId: user.id,
    take(results) {
      deed.offered = results;
      offered(results);
    },
  });
  bot.tell("inline_query", { id, from: user.json, query, offset: "", chat_type: "sender" });
  return deed;
}

/** See `User.choose`. */
export function chooseInline(
  user: User,
  result: InlineQueryResult,
  { bot, query, ...options }: SendOptions & { readonly bot: BotAccount; readonly query: string },
  post: (content: Partial<Message>, options: SendOptions) => Message,
): Message {
  const { reply_markup } = result;
  const message = post({ ...contentOf(result), via_bot: bot.user, ...(reply_markup && { reply_markup }) }, options);
  // Only a message with buttons can be changed later, and so has a name.
  const inline_message_id = reply_markup && user.world.nameInlineMessage(user.chat(options.in), message.message_id);
  bot.tell("chosen_inline_result", {
    result_id: result.id,
    from: user.json,
    query,
    ...(inline_message_id && { inline_message_id }),
  });
  return message;
}

function contentOf(result: InlineQueryResult): Partial<Message> {
  const content = "input_message_content" in result ? result.input_message_content : undefined;
  if (content && "message_text" in content) {
    const { text, entities } = formatText({
      text: content.message_text,
      ...(content.parse_mode && { parseMode: content.parse_mode }),
      entities: content.entities,
    });
    return { text, ...(entities.length > 0 && { entities: [...entities] }) };
  }
  throw new Error(`The harness cannot show an inline result of the type ${result.type} without a text of its own yet.`);
}
