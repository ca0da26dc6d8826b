import { sendMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendvideo */
export const sendVideo: BotApiMethod<"sendVideo"> = (call, caller) => sendMedia(call, "video", caller);
