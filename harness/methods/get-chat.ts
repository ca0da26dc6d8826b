import type { ChatFullInfo } from "@grammyjs/types";
import { GroupChat } from "../world/group-chat.ts";
import { allPermissions } from "../world/members.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getchat */
export const getChat: BotApiMethod<"getChat"> = (call, { bot }) => {
  const chat = bot.chat(call.text("chat_id"));
  const pinned = chat.find(chat.pinned.at(-1) ?? 0)?.message;
  const gifts = { unlimited_gifts: false, limited_gifts: false, unique_gifts: false, premium_subscription: false };
  const info = {
    ...chat.json,
    ...(chat instanceof GroupChat && {
      ...(chat.description && { description: chat.description }),
      ...(chat.json.type === "supergroup" && { permissions: allPermissions(chat.members.permissions) }),
    }),
    ...(pinned && { pinned_message: pinned }),
    accepted_gift_types: { ...gifts, gifts_from_channels: false },
    accent_color_id: 0,
    max_reaction_count: 11,
  };
  return info as ChatFullInfo;
};
