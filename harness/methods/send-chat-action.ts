import { badRequest } from "../server/refusal.ts";
import { placeOf } from "./arguments/place.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendchataction */
export const sendChatAction: BotApiMethod<"sendChatAction"> = (call, { bot }) => {
  const { chat } = placeOf(call, undefined, bot);
  const action = call.text("action").toLowerCase();
  if (!actions.has(action)) throw badRequest("wrong parameter action in request");
  chat.act(bot.id, action);
  return true;
};

const actions: ReadonlySet<string> = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "record_audio",
  "upload_audio",
  "upload_document",
  "choose_sticker",
  "find_location",
  "pick_up_location",
  "record_video_note",
  "upload_video_note",
  "cancel",
]);
