import { badRequest } from "../server/refusal.ts";
import { formatText } from "../text/formatted-text.ts";
import { isTooLong } from "./arguments/message-text.ts";
import { placeOf } from "./arguments/place.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * A preview of an answer that is being written. It is no message and makes no update.
 * The wording of its own refusals is not documented.
 *
 * @see https://core.telegram.org/bots/api#sendmessagedraft
 */
export const sendMessageDraft: BotApiMethod<"sendMessageDraft"> = (call, { bot, world }) => {
  const text = formatText({
    text: call.text("text"),
    parseMode: call.text("parse_mode"),
    entities: call.looseJson("entities"),
    findUser: (id) => world.user(id),
  });
  const id = call.integer("draft_id");
  if (id === 0) throw badRequest(`parameter "draft_id" is required`);
  const { chat, thread } = placeOf(call, undefined, bot);
  if (chat.json.type !== "private") throw badRequest("PEER_ID_INVALID");
  if (isTooLong(text)) throw badRequest("message is too long");
  chat.draft(bot.id, {
    id,
    text: text.text || "Thinking…",
    entities: text.entities,
    ...(thread !== undefined && { thread }),
    canStop: call.boolean("can_stop"),
    staysWhenStopped: call.boolean("keep_on_stop"),
  });
  return true;
};
