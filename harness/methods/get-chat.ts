import type { ChatFullInfo } from "@grammyjs/types";
import { GroupChat, noGifts } from "../world/group-chat.ts";
import { allPermissions } from "../world/members.ts";
import { chatPhoto } from "../world/picture.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getchat */
export const getChat: BotApiMethod<"getChat"> = (call, { bot, world }) => {
  const chat = bot.chat(call.text("chat_id"));
  const pinned = chat.find(chat.pinned.at(-1) ?? 0)?.message;
  const picture = chat instanceof GroupChat ? chat.picture : world.pictures.get(chat.id)?.[0];
  const info = {
    ...chat.json,
    ...(chat instanceof GroupChat && {
      ...(chat.description && { description: chat.description }),
      ...(chat.stickerSet && { sticker_set_name: chat.stickerSet }),
      ...(chat.json.type !== "channel" && { permissions: allPermissions(chat.members.permissions) }),
    }),
    ...(picture && { photo: chatPhoto(picture) }),
    ...(pinned && { pinned_message: pinned }),
    accepted_gift_types: noGifts,
    accent_color_id: 0,
    max_reaction_count: 11,
  };
  return info as ChatFullInfo;
};
