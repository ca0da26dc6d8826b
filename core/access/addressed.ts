import type { Message, UserFromGetMe } from "grammy/types";

/**
 * Whether a message is meant for the bot. In a group only commands, mentions of the bot and replies to it are:
 * whatever else people say there is none of its business, and never stored.
 */
export function isAddressed(message: Message, me: UserFromGetMe): boolean {
  if (message.chat.type === "private") return true;
  return isCommandFor(message, me) || mentions(message, me) || repliesTo(message, me);
}

/** The command a message begins with, in lower case and without `/` and `@bot`; undefined if another bot is meant. */
export function commandOf(message: Message, me: Pick<UserFromGetMe, "username">): string | undefined {
  const text = message.text ?? message.caption ?? "";
  const entity = (message.entities ?? message.caption_entities)?.find(
    ({ type, offset }) => type === "bot_command" && offset === 0,
  );
  if (!entity) return undefined;
  const [name, addressee] = text.slice(1, entity.length).split("@");
  if (addressee && addressee.toLowerCase() !== me.username.toLowerCase()) return undefined;
  return name?.toLowerCase();
}

const isCommandFor = (message: Message, me: UserFromGetMe) => commandOf(message, me) !== undefined;

function mentions(message: Message, me: UserFromGetMe): boolean {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  return entities.some((entity) => {
    if (entity.type === "text_mention") return entity.user.id === me.id;
    const words = text.slice(entity.offset, entity.offset + entity.length).toLowerCase();
    return entity.type === "mention" && words === `@${me.username.toLowerCase()}`;
  });
}

/** Every message of a forum topic "replies" to the one that opened it; that is not talking to the bot. */
const repliesTo = ({ reply_to_message: target }: Message, me: UserFromGetMe) =>
  target !== undefined && target.from?.id === me.id && target.forum_topic_created === undefined;
