import { commandList } from "./arguments/command-scope.ts";
import type { BotApiMethod } from "./method.ts";

/** Exactly the list that was set for this scope and language: no wider one stands in. @see https://core.telegram.org/bots/api#getmycommands */
export const getMyCommands: BotApiMethod<"getMyCommands"> = (call, { bot }) => [
  ...(bot.commands.get(commandList(call, bot)) ?? []),
];
