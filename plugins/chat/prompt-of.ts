import type { Message, UserFromGetMe } from "grammy/types";

/**
 * What a text asks of the agent: without the `@bot` in front that addresses it in a group.
 *
 * @returns undefined for a command; "" if there is nothing but the address.
 */
export function promptOf(message: Message.TextMessage, me: Pick<UserFromGetMe, "id" | "username">): string | undefined {
  const first = message.entities?.find(({ offset }) => offset === 0);
  if (first?.type === "bot_command") return undefined;
  if (message.chat.type === "private" || !first) return message.text;
  const words = message.text.slice(0, first.length);
  const isAddress =
    (first.type === "mention" && words.toLowerCase() === `@${me.username.toLowerCase()}`) ||
    (first.type === "text_mention" && first.user.id === me.id);
  return isAddress ? message.text.slice(first.length).replace(/^[\s,:]+/, "") : message.text;
}
