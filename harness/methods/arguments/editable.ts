import { isDeepStrictEqual } from "node:util";
import type { InlineKeyboardMarkup, Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest, NotImitated } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat, Posted, ReplyMarkup } from "../../world/chat.ts";
import { contentOf } from "../../world/message-content.ts";

/**
 * The message a call wants to edit.
 * @throws {Refusal} unless it exists and the bot may edit it.
 */
export function editable(call: Arguments, bot: BotAccount): { readonly chat: Chat; readonly posted: Posted } {
  if (call.text("chat_id") === "") {
    if (call.text("inline_message_id") === "") throw badRequest("message identifier is not specified");
    throw new NotImitated("the editing of inline messages");
  }
  const chat = bot.chat(call.text("chat_id"));
  const refusal = chat.json.type === "private" ? undefined : chat.refusalFor(bot);
  if (refusal) throw refusal;
  const posted = chat.find(call.integer("message_id"));
  if (!posted) throw badRequest("message to edit not found");
  if (posted.by !== bot.id || posted.keyboard) throw badRequest("message can't be edited");
  return { chat, posted };
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
