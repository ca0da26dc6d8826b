import { sendMedia } from "./arguments/send-media.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#senddocument */
export const sendDocument: BotApiMethod<"sendDocument"> = (call, caller) => sendMedia(call, "document", caller);
