import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat } from "../../world/chat.ts";

interface Reply {
  readonly messageId: number;
  readonly optional: boolean;
}

/** What a call wants to reply to, in the present form or the old one. Whether it exists is asked later. */
export function replyWanted(call: Arguments): Reply | undefined {
  const given = call.json("reply_parameters", "reply parameters");
  if (given === undefined) {
    const messageId = call.integer("reply_to_message_id");
    return messageId > 0 ? { messageId, optional: call.boolean("allow_sending_without_reply") } : undefined;
  }
  if (typeof given !== "object" || given === null) throw badRequest("object expected as reply parameters");
  const { message_id, allow_sending_without_reply } = given as Readonly<Record<string, unknown>>;
  if (message_id === undefined) throw badRequest(`can't parse reply parameters: Can't find field "message_id"`);
  return { messageId: Number(message_id), optional: allow_sending_without_reply === true };
}

export interface Place {
  readonly chat: Chat;
  readonly thread?: number;
  readonly replyTo?: Message;
}

/**
 * Where a message goes: chat, then topic, then what it replies to, in the order Telegram checks them.
 * @throws {Refusal} if one of them does not exist.
 */
export function placeOf(call: Arguments, reply: Reply | undefined, bot: BotAccount): Place {
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.refusalFor(bot);
  if (refusal) throw refusal;
  const thread = call.integer("message_thread_id");
  if (thread > 0 && !chat.hasTopic(thread)) throw badRequest("message thread not found");
  const replyTo = reply && chat.find(reply.messageId)?.message;
  if (reply && !replyTo && !reply.optional) throw badRequest("message to be replied not found");
  return { chat, ...(thread > 0 && { thread }), ...(replyTo && { replyTo }) };
}
