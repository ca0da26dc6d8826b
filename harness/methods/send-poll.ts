import type { Poll } from "@grammyjs/types";
import { pollIn } from "./arguments/poll.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendpoll */
export const sendPoll: BotApiMethod<"sendPoll"> = (call, caller) => {
  const { bot, world } = caller;
  const poll: Poll = { id: world.nextQueryId(), ...pollIn(call, world) };
  const message = sendContent(call, caller, { content: { poll } });
  const chat = bot.chat(String(message.chat.id));
  if (!poll.is_closed) world.polls.add(chat, message.message_id, bot, poll);
  return message;
};
