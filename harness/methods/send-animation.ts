import { sendMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendanimation */
export const sendAnimation: BotApiMethod<"sendAnimation"> = (call, caller) => sendMedia(call, "animation", caller);
