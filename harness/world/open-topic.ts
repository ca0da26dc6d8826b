import type { ForumTopic, User } from "@grammyjs/types";
import type { GroupChat } from "./group-chat.ts";
import { tellServiceMessage } from "./service-message.ts";

const BLUE = 0x6fb9f0;

/** Opens a topic of a forum. Its id is that of the message that says so. */
export function openTopic(
  chat: GroupChat,
  by: User,
  { name, icon_color = BLUE, icon_custom_emoji_id }: Partial<ForumTopic> & Pick<ForumTopic, "name">,
): ForumTopic {
  const look = { name, icon_color, ...(icon_custom_emoji_id && { icon_custom_emoji_id }) };
  const { message_id } = tellServiceMessage(chat, by, { forum_topic_created: look });
  const topic = { message_thread_id: message_id, ...look };
  chat.topics.add(topic, by.id);
  return topic;
}
