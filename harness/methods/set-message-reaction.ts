import type { ReactionType } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { reactionEmoji } from "../world/reactions.ts";
import { writableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

type Call = Parameters<BotApiMethod<"setMessageReaction">>[0];

/** @see https://core.telegram.org/bots/api#setmessagereaction */
export const setMessageReaction: BotApiMethod<"setMessageReaction"> = (call, { bot }) => {
  const reactions = reactionsIn(call);
  const chat = writableChat(call, bot);
  const posted = chat.find(call.integer("message_id"));
  if (!posted) throw badRequest("message to react not found");
  if (reactions.some((reaction) => reaction.type === "emoji" && !reactionEmoji.has(reaction.emoji))) {
    throw badRequest("REACTION_INVALID");
  }
  // Bots without Premium have one.
  if (reactions.length > 1) throw badRequest("REACTIONS_TOO_MANY");
  chat.react(posted, bot.id, reactions);
  return true;
};

function reactionsIn(call: Call): ReactionType[] {
  const given = call.json("reaction", "reaction types") ?? [];
  if (!Array.isArray(given)) throw badRequest("expected an Array of ReactionType");
  for (const one of given) {
    const type = (one as { type?: unknown } | null)?.type;
    if (type === undefined) throw badRequest(`can't parse reaction types: Can't find field "type"`);
    if (!known.has(type)) throw badRequest("can't parse reaction types: invalid reaction type specified");
  }
  return given;
}

const known: ReadonlySet<unknown> = new Set(["emoji", "custom_emoji", "paid"]);
