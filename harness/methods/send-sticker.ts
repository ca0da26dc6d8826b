import { sendBareMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendsticker */
export const sendSticker: BotApiMethod<"sendSticker"> = (call, caller) => sendBareMedia(call, "sticker", caller);
