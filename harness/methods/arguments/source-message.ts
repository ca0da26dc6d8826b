import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat } from "../../world/chat.ts";
import { contentOf } from "../../world/message-content.ts";

/** The chat that something is taken from, which a bot must be able to read. @throws {Refusal} */
export function sourceChat(call: Arguments, bot: BotAccount): Chat {
  const chat = bot.chat(call.text("from_chat_id"));
  const refusal = chat.json.type === "private" ? undefined : chat.refusalFor(bot);
  if (refusal) throw refusal;
  return chat;
}

/** @throws {Refusal} unless the message is there and may leave its chat. */
export function sourceMessage(chat: Chat, messageId: number, verb: "forward" | "copy"): Message {
  const message = chat.find(messageId)?.message;
  if (!message) throw badRequest(`message to ${verb} not found`);
  if (message.has_protected_content) throw badRequest("message has protected content and can't be forwarded");
  if (isService(message)) throw badRequest(`message can't be ${verb === "copy" ? "copied" : "forwarded"}`);
  return message;
}

/** 1 to 100 ids. @throws {Refusal} */
export function messageIds(call: Arguments): number[] {
  const given = call.json("message_ids", "message identifiers");
  if (given === undefined) throw badRequest("message identifiers are not specified");
  if (!Array.isArray(given)) throw badRequest("expected an Array of message identifiers");
  if (given.length === 0) throw badRequest("message identifiers are not specified");
  if (given.length > 100) throw badRequest("too many message identifiers specified");
  return given.map(Number);
}

/** Says what happened in the chat, and nothing that somebody wrote. */
function isService(message: Message): boolean {
  return Object.keys(contentOf(message)).some((name) => services.test(name));
}

const services =
  /^(new_chat_|left_chat_|group_chat_|supergroup_chat_|channel_chat_|delete_chat_|migrate_|pinned_message|forum_topic_|general_forum_|video_chat_|chat_shared|users_shared|write_access|message_auto_delete)/;
