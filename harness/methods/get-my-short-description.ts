import { textIn } from "./arguments/bot-texts.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getmyshortdescription */
export const getMyShortDescription: BotApiMethod<"getMyShortDescription"> = (call, { bot }) => ({
  short_description: textIn(call, bot, "short_description"),
});
