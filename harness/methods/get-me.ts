import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getme */
export const getMe: BotApiMethod<"getMe"> = (_, { bot }) => bot.me;
