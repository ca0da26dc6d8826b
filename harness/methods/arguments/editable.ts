import { isDeepStrictEqual } from "node:util";
import type { InlineKeyboardMarkup, Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat, Posted, ReplyMarkup } from "../../world/chat.ts";
import { contentOf } from "../../world/message-content.ts";
import type { World } from "../../world/world.ts";
import type { Caller } from "../method.ts";

/** The message a call wants to edit: one of the bot's own, or one that a person sent by way of it. */
export interface Editable {
  readonly chat: Chat;
  readonly posted: Posted;
  readonly isInline: boolean;
}

/** @throws {Refusal} unless it exists and the bot may edit it. */
export function editable(call: Arguments, { bot, world }: Caller): Editable {
  if (call.text("chat_id") === "") return inlineMessage(call.text("inline_message_id"), bot, world);
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.json.type === "private" ? undefined : chat.refusalFor(bot);
  if (refusal) throw refusal;
  const posted = chat.find(call.integer("message_id"));
  if (!posted) throw badRequest("message to edit not found");
  if (posted.by !== bot.id || posted.keyboard || posted.message.forward_origin) {
    throw badRequest("message can't be edited");
  }
  return { chat, posted, isInline: false };
}

function inlineMessage(name: string, bot: BotAccount, world: World): Editable {
  if (name === "") throw badRequest("message identifier is not specified");
  const named = world.inlineMessage(name);
  const posted = named?.chat.find(named.messageId);
  if (!named || posted?.message.via_bot?.id !== bot.id) throw badRequest("MESSAGE_ID_INVALID");
  return { chat: named.chat, posted, isInline: true };
}

/** @returns what the method answers: the message, or `true` for one that the bot does not see. */
export function edit({ chat, posted, isInline }: Editable, content: Partial<Message>, markup?: InlineKeyboardMarkup) {
  const edited = chat.edit(posted, content, markup);
  return isInline ? (true as const) : edited;
}

export function inlineOnly(markup: ReplyMarkup | undefined): InlineKeyboardMarkup | undefined {
  if (markup && !("inline_keyboard" in markup)) throw badRequest("inline keyboard expected");
  return markup;
}

/** @throws {Refusal} if the edit would change nothing. */
export function unlessUnchanged(
  message: Message,
  content: Partial<Message>,
  markup: InlineKeyboardMarkup | undefined,
): void {
  if (!isDeepStrictEqual(contentOf(message), content) || !isDeepStrictEqual(message.reply_markup, markup)) return;
  const what =
    "specified new message content and reply markup are exactly the same as a current content and reply markup of the message";
  throw badRequest(`message is not modified: ${what}`);
}

/** What a message holds besides its caption and how that is shown. */
export function withoutCaption(message: Message): Partial<Message> {
  const { caption: _, caption_entities: __, show_caption_above_media: ___, ...media } = contentOf(message);
  return media;
}
