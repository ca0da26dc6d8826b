import type { BotCommand, User } from "@grammyjs/types";
import type { BotAccount } from "./bot-account.ts";
import type { Chat } from "./chat.ts";
import { GroupChat } from "./group-chat.ts";

/**
 * The commands that a person is offered in a chat: of the narrowest list there is, in their language before others.
 * @see https://core.telegram.org/bots/api#determining-list-of-commands
 */
export function commandsInForce({ commands }: BotAccount, user: User, chat: Chat): readonly BotCommand[] {
  // Lists are for languages of two letters; a person's app may say more, such as "pt-br".
  const [language = ""] = (user.language_code ?? "").split("-");
  const scopes = chat instanceof GroupChat ? scopesInGroup(chat, user) : [`chat ${user.id}`, "all_private_chats"];
  const lists = [...scopes, "default"].flatMap((scope) => [`${scope} ${language}`, `${scope} `]);
  const found = lists.find((list) => commands.has(list));
  return (found !== undefined && commands.get(found)) || [];
}

function scopesInGroup({ id, members }: GroupChat, user: User): string[] {
  const isAdministrator = members.isAdministrator(user.id);
  return [
    `chat_member ${id} ${user.id}`,
    ...(isAdministrator ? [`chat_administrators ${id}`] : []),
    `chat ${id}`,
    ...(isAdministrator ? ["all_chat_administrators"] : []),
    "all_group_chats",
  ];
}
