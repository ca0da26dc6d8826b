import type { Message } from "@grammyjs/types";
import type { BotAccount } from "./bot-account.ts";

/** Whether a message by a person in a group reaches this bot. With privacy mode on, only what is meant for it does. */
export function reaches(bot: BotAccount, message: Message, isAdministrator: boolean): boolean {
  const { can_read_all_group_messages, username } = bot.me;
  const mentions = entityTexts(message, "mention").includes(`@${username.toLowerCase()}`);
  const commands = entityTexts(message, "bot_command");
  const isForAnother = commands.length > 0 && commands.every((command) => isAddressedTo(command, username) === false);
  if (can_read_all_group_messages || isAdministrator) return true;
  if (message.reply_to_message?.from?.id === bot.id || message.via_bot?.id === bot.id) return true;
  return mentions || (commands.length > 0 && !isForAnother);
}

/** `undefined` for a command without an address. */
function isAddressedTo(command: string, username: string): boolean | undefined {
  const [, address] = command.split("@");
  return address === undefined ? undefined : address === username.toLowerCase();
}

/** In the text, or in the words below a file. */
function entityTexts(message: Message, type: string): string[] {
  const { text = message.caption ?? "", entities = message.caption_entities ?? [] } = message;
  return entities
    .filter((entity) => entity.type === type)
    .map(({ offset, length }) => text.slice(offset, offset + length).toLowerCase());
}
