import type { BotAccount } from "../world/bot-account.ts";
import type { Chat, ChatEvent } from "../world/chat.ts";
import type { Problem } from "./oracles.ts";

/**
 * A message that a person wrote to a bot, which the bot took, and after which nothing of the bot's came in that chat.
 *
 * A message, an edit, a reaction or a deletion answers all that was written before; so does an attempt that was refused,
 * for the person may have blocked the bot. A typing sign or a draft is a promise, and no answer.
 */
export class Unanswered {
  private readonly open = new Map<Chat, { readonly bot: BotAccount; readonly messageId: number }>();

  written(chat: Chat, bot: BotAccount, messageId: number): void {
    if (bot.allowed.has("message")) this.open.set(chat, { bot, messageId });
  }

  /** It was, or needs no answer. */
  answered(chat: Chat): void {
    this.open.delete(chat);
  }

  get hasOpen(): boolean {
    return this.open.size > 0;
  }

  *problems(): Generator<Problem> {
    for (const [chat, { bot, messageId }] of this.open) {
      // Not taken yet, it may still be answered: by the next life of the bot, for one.
      if (isWaiting(bot, chat, messageId)) continue;
      const words = chat.find(messageId)?.message.text ?? "something";
      const what = `${bot.me.username} took "${words}" of ${nameOf(chat)} and did not answer`;
      yield { oracle: "unanswered", what };
    }
  }
}

export const isAnswer = ({ kind }: ChatEvent) =>
  kind === "message" || kind === "edit" || kind === "reaction" || kind === "delete";

const isWaiting = ({ updates }: BotAccount, { id }: Chat, messageId: number) =>
  [...updates].some(({ message }) => message?.chat.id === id && message.message_id === messageId);

const nameOf = ({ json }: Chat) => json.first_name ?? json.title;
