import { sendBareMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendvideonote */
export const sendVideoNote: BotApiMethod<"sendVideoNote"> = (call, caller) => sendBareMedia(call, "video_note", caller);
