import { managedChat, supergroups } from "./arguments/managed-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#deletechatstickerset */
export const deleteChatStickerSet: BotApiMethod<"deleteChatStickerSet"> = (call, caller) => {
  managedChat(call, caller, "can_change_info", "change supergroup sticker set", supergroups).stickerSet = "";
  return true;
};
