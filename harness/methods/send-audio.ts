import { sendMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendaudio */
export const sendAudio: BotApiMethod<"sendAudio"> = (call, caller) => sendMedia(call, "audio", caller);
