import type { InlineKeyboardButton, Message } from "@grammyjs/types";
import type { Deed } from "../recorder/deed.ts";
import type { BotAccount, CallbackAnswer } from "../world/bot-account.ts";
import type { Chat } from "../world/chat.ts";
import { until } from "../world/until.ts";
import { ExpectationFailed, failureReport } from "./failure-report.ts";
import { findKey, type Key } from "./keyboard.ts";
import type { Presence } from "./presence.ts";
import { type Choice, pressKey } from "./press-key.ts";
import { whenQuiet } from "./quiet.ts";
import type { Place, User } from "./user.ts";

export interface PressOptions extends Choice {
  /** Default: the private chat with the first bot. */
  readonly in?: Place;
  /** The message with the button. Default: the latest that has it. */
  readonly on?: Message;
}

export interface VisibleButton {
  readonly message: Message;
  /** Under the message; absent if it is a key of a reply keyboard. */
  readonly button?: InlineKeyboardButton;
  readonly key?: Key["key"];
}

const patienceMs = 5_000;

/** The latest button or key with this text that a person can press; if `on` is given, of that message or none. */
export function findButton(person: Presence, chat: Chat, text: string, on?: Message): VisibleButton | undefined {
  const key = findKey(person, chat, text);
  for (const { message } of chat.visible()) {
    if (on && message.message_id !== on.message_id) continue;
    const button = message.reply_markup?.inline_keyboard.flat().find((candidate) => candidate.text === text);
    if (button) return { message, button };
    if (message === key?.message) return key;
  }
  return undefined;
}

/** See `User.press`. */
export async function pressButton(
  user: User,
  text: string,
  { in: place, on, ...choice }: PressOptions,
): Promise<string | undefined> {
  const chat = user.chat(place);
  const outcome = await until({
    look: () => findButton(user, chat, text, on),
    beats: [chat.changed],
    giveUp: (over) => whenQuiet(chat.bots, over),
    timeoutMs: patienceMs,
  });
  if (!outcome.found) {
    const headline = `${user.firstName} wanted to press "${text}", but there is no such button (${outcome.ended}).`;
    throw new ExpectationFailed(failureReport({ headline, reader: user.reader(place), world: user.world }));
  }
  const { message, button, key } = outcome.found;
  if (key) await pressKey(user, { message, key }, choice, place);
  if (!button) return undefined;
  if (!("callback_data" in button))
    throw new Error(`The button "${text}" does not ask the bot, so no press reaches it.`);
  return callBack(user, chat, message, button.callback_data);
}

/**
 * Tells the bot that one of its buttons was pressed; its answer comes when it comes.
 * @returns the bot.
 */
export function sendPress(
  user: User,
  chat: Chat,
  { message, data }: { readonly message: Message; readonly data: string },
  answered: (answer: CallbackAnswer) => void,
): BotAccount {
  const sender = (message.via_bot ?? message.from)?.id;
  const among = message.via_bot ? user.world.bots.values() : chat.bots;
  const bot = [...among].find(({ id }) => id === sender);
  if (!bot) throw new Error(`The bot that sent message ${message.message_id} is gone.`);
  const id = user.world.nextQueryId();
  user.world.oracles.saidTwice.acted(chat);
  const deed = pressDeed(user, chat, message, data);
  user.world.deeds.beat(deed);
  bot.callbacks.add(id, {
    userId: user.id,
    take(answer) {
      deed.answer = answer.text;
      answered(answer);
    },
  });
  // What a person sent by way of the bot, the bot cannot see: it is told the name alone.
  const inline_message_id = message.via_bot && user.world.inlineNameOf(chat, message.message_id);
  const about = inline_message_id ? { inline_message_id } : { message };
  bot.tell("callback_query", { id, from: user.json, ...about, chat_instance: chat.instance, data });
  return bot;
}

function pressDeed(user: User, chat: Chat, message: Message, data: string): Deed {
  const button = message.reply_markup?.inline_keyboard
    .flat()
    .find((one) => "callback_data" in one && one.callback_data === data);
  const label = button?.text ?? data;
  const isLatest = findButton(user, chat, label)?.message.message_id === message.message_id;
  return { who: user, what: "press", given: [label, { in: chat, ...(!isLatest && { on: message }) }] };
}

async function callBack(user: User, chat: Chat, message: Message, data: string): Promise<string | undefined> {
  let answer: CallbackAnswer | undefined;
  const bot = sendPress(user, chat, { message, data }, (given) => {
    answer = given;
  });
  await until({
    look: () => answer,
    beats: [bot.activity.answered],
    giveUp: (over) => whenQuiet([bot], over),
    timeoutMs: patienceMs,
  });
  return answer?.text;
}
