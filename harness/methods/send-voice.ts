import { sendMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendvoice */
export const sendVoice: BotApiMethod<"sendVoice"> = (call, caller) => sendMedia(call, "voice", caller);
