import { commandList } from "./arguments/command-scope.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#deletemycommands */
export const deleteMyCommands: BotApiMethod<"deleteMyCommands"> = (call, { bot }) => {
  bot.commands.delete(commandList(call, bot));
  return true;
};
