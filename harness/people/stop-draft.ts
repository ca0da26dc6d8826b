import type { Chat } from "@grammyjs/types";
import type { BotAccount } from "../world/bot-account.ts";
import type { User } from "./user.ts";

/** See `User.stopDraft`. What becomes of later drafts with the same id is unverified: they are shown. */
export function stopDraft(user: User, bot: BotAccount): void {
  const chat = bot.privateChatWith(user.json);
  const draft = chat.drafts.of(bot.id);
  if (!draft?.canStop) {
    throw new Error(`${user.firstName} sees no answer of ${bot.me.username} that can be stopped while it is written.`);
  }
  if (!draft.staysWhenStopped) chat.drafts.end(bot.id);
  bot.tell("stopped_message_generation", {
    chat: chat.json as Chat.PrivateChat,
    draft_id: draft.id,
    ...(draft.thread !== undefined && { message_thread_id: draft.thread }),
  });
}
