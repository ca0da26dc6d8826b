import { setText } from "./arguments/bot-texts.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#setmyname */
export const setMyName: BotApiMethod<"setMyName"> = (call, { bot }) => setText(call, bot, "name");
