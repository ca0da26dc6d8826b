import { sendMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendphoto */
export const sendPhoto: BotApiMethod<"sendPhoto"> = (call, caller) => sendMedia(call, "photo", caller);
