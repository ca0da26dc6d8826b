import { textIn } from "./arguments/bot-texts.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getmydescription */
export const getMyDescription: BotApiMethod<"getMyDescription"> = (call, { bot }) => ({
  description: textIn(call, bot, "description"),
});
