import type { Message, TextQuote } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { formatText } from "../../text/formatted-text.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import type { Chat } from "../../world/chat.ts";
import { originOf } from "../../world/forwarded.ts";

interface Reply {
  readonly messageId: number;
  readonly optional: boolean;
  /** Another chat than the one that is written to. */
  readonly chatId?: string;
  readonly quote?: TextQuote;
}

/** What a call wants to reply to, in the present form or the old one. Whether it exists is asked later. */
export function replyWanted(call: Arguments): Reply | undefined {
  const given = call.json("reply_parameters", "reply parameters");
  if (given === undefined) {
    const messageId = call.integer("reply_to_message_id");
    return messageId > 0 ? { messageId, optional: call.boolean("allow_sending_without_reply") } : undefined;
  }
  if (typeof given !== "object" || given === null) throw badRequest("object expected as reply parameters");
  const fields = call.within(new Map(Object.entries(given)));
  if (!fields.has("message_id")) throw badRequest(`can't parse reply parameters: Can't find field "message_id"`);
  const chatId = fields.text("chat_id");
  const quote = quoteIn(fields);
  return {
    messageId: fields.integer("message_id"),
    optional: fields.boolean("allow_sending_without_reply"),
    ...(chatId && { chatId }),
    ...(quote && { quote }),
  };
}

export interface Place extends Pick<Message, "external_reply" | "quote"> {
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
  return { chat, ...(thread > 0 && { thread }), ...(reply && repliedTo(reply, chat, bot)) };
}

function repliedTo(reply: Reply, chat: Chat, bot: BotAccount): Partial<Place> {
  const source = reply.chatId === undefined ? chat : bot.chat(reply.chatId);
  const message = source.find(reply.messageId)?.message;
  if (!message) {
    if (reply.optional) return {};
    throw badRequest("message to be replied not found");
  }
  const quote = reply.quote && { quote: placed(reply.quote, message) };
  if (source === chat) return { replyTo: message, ...quote };
  return { external_reply: { origin: originOf(message), chat: source.json, message_id: reply.messageId }, ...quote };
}

function quoteIn(fields: Arguments): TextQuote | undefined {
  const given = fields.text("quote");
  if (given === "") return undefined;
  const { text, entities } = formatText({
    text: given,
    parseMode: fields.text("quote_parse_mode"),
    entities: fields.looseJson("quote_entities"),
  });
  const position = fields.integer("quote_position");
  return { text, position, is_manual: true, ...(entities.length > 0 && { entities: [...entities] }) };
}

/** A quote must be in the message, word for word; where it begins is looked for. */
function placed(quote: TextQuote, { text, caption }: Message): TextQuote {
  const whole = text ?? caption ?? "";
  const from = whole.startsWith(quote.text, quote.position) ? quote.position : whole.indexOf(quote.text);
  if (from < 0) throw badRequest("QUOTE_TEXT_INVALID");
  return { ...quote, position: from };
}
