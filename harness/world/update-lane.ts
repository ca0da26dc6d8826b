import type { Update } from "@grammyjs/types";

/** Names the webhook queue of an update: two updates of one lane never travel at the same time. */
export function updateLane(update: Update): string {
  const message = update.message ?? update.edited_message ?? update.channel_post ?? update.edited_channel_post;
  if (message) return `chat ${message.chat.id}`;
  if (update.callback_query) return `callback ${update.callback_query.from.id}`;
  if (update.inline_query) return `inline ${update.inline_query.from.id}`;
  if (update.chosen_inline_result) return `chosen ${update.chosen_inline_result.from.id}`;
  if (update.my_chat_member) return `member ${update.my_chat_member.chat.id}`;
  return `update ${update.update_id}`;
}

/** The chat that an update happened in; undefined if in none. */
export const chatOfUpdate = ({ callback_query, my_chat_member, ...update }: Update): number | undefined =>
  (
    update.message ??
    update.edited_message ??
    update.channel_post ??
    update.edited_channel_post ??
    callback_query?.message ??
    my_chat_member
  )?.chat.id;
