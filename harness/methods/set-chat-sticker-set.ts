import { managedChat, supergroups } from "./arguments/managed-chat.ts";
import { required } from "./arguments/required.ts";
import type { BotApiMethod } from "./method.ts";

/** Any name will do: the harness knows no sticker sets. @see https://core.telegram.org/bots/api#setchatstickerset */
export const setChatStickerSet: BotApiMethod<"setChatStickerSet"> = (call, caller) => {
  const name = required(call, "sticker_set_name");
  managedChat(call, caller, "can_change_info", "change supergroup sticker set", supergroups).stickerSet = name;
  return true;
};
