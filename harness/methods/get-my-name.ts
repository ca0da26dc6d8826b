import { textIn } from "./arguments/bot-texts.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getmyname */
export const getMyName: BotApiMethod<"getMyName"> = (call, { bot }) => ({ name: textIn(call, bot, "name") });
