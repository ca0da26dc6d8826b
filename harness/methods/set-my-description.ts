import { setText } from "./arguments/bot-texts.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setmydescription */
export const setMyDescription: BotApiMethod<"setMyDescription"> = (call, { bot }) => setText(call, bot, "description");
