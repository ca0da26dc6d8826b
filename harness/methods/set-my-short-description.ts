import { setText } from "./arguments/bot-texts.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setmyshortdescription */
export const setMyShortDescription: BotApiMethod<"setMyShortDescription"> = (call, { bot }) =>
  setText(call, bot, "short_description");
