import type { BotCommand, User } from "@grammyjs/types";
import type { BotAccount } from "../world/bot-account.ts";

/**
 * The commands a user is offered in the private chat: of the narrowest list there is.
 * @see https://core.telegram.org/bots/api#determining-list-of-commands
 */
export function menuOf({ commands }: BotAccount, { id, language_code = "" }: User): readonly BotCommand[] {
  const scopes = [`chat ${id}`, "all_private_chats", "default"];
  const lists = scopes.flatMap((scope) => [`${scope} ${language_code}`, `${scope} `]);
  const found = lists.find((list) => commands.has(list));
  return (found !== undefined && commands.get(found)) || [];
}
