import type { BotCommand, Message, ReactionType } from "@grammyjs/types";
import type { Group } from "../people/group.ts";
import type { User } from "../people/user.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { Chat, Posted } from "../world/chat.ts";
import { commandsInForce } from "../world/commands-in-force.ts";
import type { Polls } from "../world/polls.ts";

/** A message as a page shows it. */
export interface Shown {
  /** Id of the person, bot or channel that sent it. */
  readonly by: number;
  readonly message: Message;
  /** What it put in place of people's keyboards. */
  readonly keyboard?: Posted["keyboard"];
  /** What has been put on it, and by whom. */
  readonly reactions?: readonly ShownReaction[];
  /** Which options people have voted for, by their places, while the poll is open. */
  readonly votes?: Readonly<Record<number, readonly number[]>>;
}

export interface ShownReaction {
  readonly by: number;
  readonly reaction: ReactionType;
}

/** Somebody whose phone the page shows. */
export interface ShownPerson {
  readonly id: number;
  readonly name: string;
  readonly firstName: string;
  readonly lastName?: string;
  readonly username?: string;
  readonly languageCode?: string;
  readonly isPremium?: boolean;
}

/** A chat, but for what is said in it. A private one goes by the id of its person. */
export interface ShownChat {
  readonly id: number;
  readonly kind: "private" | "group" | "channel";
  readonly title: string;
  /** Those of the page's people who are in it. */
  readonly members: readonly number[];
  /** Whether the bot is in it, too, and may write there. */
  readonly hasBot: boolean;
  /** By id: everybody who is or was in it. */
  readonly names: Readonly<Record<number, string>>;
  /** Which commands each of its people is offered. */
  readonly menus: Readonly<Record<number, readonly BotCommand[]>>;
  /** The messages that are pinned, the latest one last. */
  readonly pinned: readonly number[];
}

export function shownPerson({ id, json }: User): ShownPerson {
  const { first_name: firstName, last_name: lastName = "", username, language_code, is_premium } = json;
  return {
    id,
    name: `${firstName} ${lastName}`.trim(),
    firstName,
    ...(lastName && { lastName }),
    ...(username && { username }),
    ...(language_code && { languageCode: language_code }),
    ...(is_premium && { isPremium: true }),
  };
}

export function shownMessage({ reactions }: Chat, { message, by, keyboard }: Posted, polls: Polls): Shown {
  const put = reactions.byWhom(message.message_id);
  return {
    by,
    message,
    ...(keyboard && { keyboard }),
    ...(put.length > 0 && { reactions: put }),
    ...(message.poll && { votes: Object.fromEntries(polls.votesIn(message.poll.id)) }),
  };
}

export function shownPrivateChat(user: User, bot: BotAccount): ShownChat {
  return {
    id: user.id,
    kind: "private",
    title: bot.me.first_name,
    members: [user.id],
    hasBot: user.chat(bot).refusalFor(bot) === undefined,
    names: { [bot.id]: bot.me.first_name, [user.id]: user.firstName },
    menus: { [user.id]: commandsInForce(bot, user.json, user.chat(bot)) },
    pinned: [...user.chat(bot).pinned],
  };
}

export function shownGroup({ chat }: Group, users: Iterable<User>, bot: BotAccount): ShownChat {
  const members = [...users].filter((user) => chat.members.has(user.id)).map((user) => user.id);
  return {
    id: chat.id,
    kind: chat.json.type === "channel" ? "channel" : "group",
    title: chat.json.title,
    members,
    hasBot: chat.bots.has(bot),
    names: Object.fromEntries(chat.members.all.map(({ user }) => [user.id, user.first_name])),
    menus: {},
    pinned: [...chat.pinned],
  };
}
