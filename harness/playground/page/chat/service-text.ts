import type { Message } from "@grammyjs/types";
import { summaryOf } from "./summary-of.ts";

/** What a message says that nobody wrote, such as that somebody has come; undefined if it is an ordinary one. */
export function serviceText(message: Message): string | undefined {
  const who = message.from?.first_name ?? message.chat.title ?? "Somebody";
  const { new_chat_members: came, left_chat_member: gone, pinned_message: pinned } = message;
  if (came) {
    const names = came.map(({ first_name }) => first_name).join(", ");
    return came.some(({ id }) => id === message.from?.id) ? `${names} joined` : `${who} added ${names}`;
  }
  if (gone) return gone.id === message.from?.id ? `${who} left` : `${who} removed ${gone.first_name}`;
  if (pinned) return `${who} pinned “${summaryOf(pinned as Message).slice(0, 40)}”`;
  if (message.new_chat_title !== undefined) return `${who} named the chat “${message.new_chat_title}”`;
  if (message.new_chat_photo) return `${who} changed the picture of the chat`;
  if (message.delete_chat_photo) return `${who} removed the picture of the chat`;
  if (message.forum_topic_created) return `${who} opened the topic “${message.forum_topic_created.name}”`;
  if (message.forum_topic_closed) return `${who} closed the topic`;
  if (message.forum_topic_reopened) return `${who} opened the topic again`;
  if (message.group_chat_created || message.supergroup_chat_created) return `${who} made the group`;
  if (message.migrate_to_chat_id !== undefined || message.migrate_from_chat_id !== undefined)
    return "The group became a supergroup";
  return undefined;
}
