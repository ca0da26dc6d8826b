import type { BotApiMethod } from "./method.ts";

/** The one before it, if any, is shown again. @see https://core.telegram.org/bots/api#removemyprofilephoto */
export const removeMyProfilePhoto: BotApiMethod<"removeMyProfilePhoto"> = (_, { bot, world }) => {
  world.pictures.set(bot.id, (world.pictures.get(bot.id) ?? []).slice(1));
  return true;
};
