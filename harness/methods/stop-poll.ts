import { badRequest } from "../server/refusal.ts";
import { markup } from "./arguments/markup.ts";
import { writableChat } from "./arguments/writable-chat.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#stoppoll */
export const stopPoll: BotApiMethod<"stopPoll"> = (call, { bot, world }) => {
  markup(call);
  const chat = writableChat(call, bot);
  const posted = chat.find(call.integer("message_id"));
  if (!posted?.message.poll) throw badRequest("message with poll to stop not found");
  if (posted.by !== bot.id) throw badRequest("poll can't be stopped");
  const poll = world.polls.close(posted.message.poll.id);
  if (!poll) throw badRequest("poll has already been closed");
  return poll;
};
