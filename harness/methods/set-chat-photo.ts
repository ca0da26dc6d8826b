import { badRequest } from "../server/refusal.ts";
import { photoSizes, takePicture } from "../world/picture.ts";
import { tellServiceMessage } from "../world/service-message.ts";
import { chatWithInfo } from "./arguments/chat-with-info.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setchatphoto */
export const setChatPhoto: BotApiMethod<"setChatPhoto"> = (call, caller) => {
  const { bot, world } = caller;
  const upload = call.file("photo");
  if (!upload) {
    const isMissing = call.text("photo") === "";
    throw badRequest(isMissing ? "there is no photo in the request" : "photo must be uploaded as an InputFile");
  }
  if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
  const chat = chatWithInfo(call, caller, "photo");
  chat.picture = takePicture(world.files, upload.bytes);
  tellServiceMessage(chat, bot.user, { new_chat_photo: photoSizes(chat.picture) });
  return true;
};
