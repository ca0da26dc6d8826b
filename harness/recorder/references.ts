import type { Message } from "@grammyjs/types";
import { Channel, Group } from "../people/group.ts";
import { User } from "../people/user.ts";
import { BotAccount } from "../world/bot-account.ts";
import { Chat } from "../world/chat.ts";
import { GroupChat } from "../world/group-chat.ts";
import { PrivateChat } from "../world/private-chat.ts";
import type { Deed } from "./deed.ts";
import type { Entry } from "./recorder.ts";

/** What a scenario has at hand, and what it uses. These names cannot be given to anybody else. */
const taken = ["alice", "bob", "bot", "telegram", "user", "group", "expect", "assert", "scenario", "scenarios"];

/** The people every stage has. */
const onStage = {
  alice: { first_name: "Alice", username: "alice", language_code: "en" },
  bob: { first_name: "Bob", username: "bob_the_builder", language_code: "en" },
};

/** By which names the people, groups and messages of a recording go in its scenario. */
export class References {
  private readonly names = new Set(taken);
  private readonly people = new Map<number, string>();
  private readonly groups = new Map<number, string>();
  private readonly messages = new Map<string, string>();
  private readonly offers = new Map<Deed, string>();
  /** Those that the stage does not have, in the order in which they are to be made. */
  readonly strangers: User[] = [];
  readonly groupChats: GroupChat[] = [];

  constructor(entries: readonly Entry[], users: readonly User[]) {
    for (const user of users) {
      const known = Object.entries(onStage).find(([, looks]) => isLike(user, looks));
      if (!known) this.strangers.push(user);
      this.people.set(user.id, known?.[0] ?? this.newName(user.firstName, "person"));
    }
    const deeds = entries.flatMap((entry) => ("deed" in entry ? [entry.deed] : []));
    for (const chat of deeds.flatMap(chatsOf)) {
      if (!(chat instanceof GroupChat) || this.groups.has(chat.id)) continue;
      const first = atFirst(chat, deeds);
      if (!this.groups.has(first.id)) {
        this.groupChats.push(first);
        this.groups.set(first.id, this.newName(first.json.title, "group"));
      }
      this.groups.set(chat.id, this.groups.get(first.id) ?? "group");
    }
    for (const deed of deeds) if (deed.offered) this.offers.set(deed, this.newName("results", "results"));
    for (const message of deeds.flatMap(({ given }) => given.flatMap(messagesIn))) {
      const key = keyOf(message);
      const words = (message.text ?? message.caption ?? message.poll?.question ?? "")
        .split(/\s+/)
        .slice(0, 3)
        .join(" ");
      if (!this.messages.has(key)) this.messages.set(key, this.newName(`${words} message`, "message"));
    }
  }

  person(id: number): string {
    return this.people.get(id) ?? String(id);
  }

  /** @returns undefined for the private chat with the bot, which needs no name. */
  chat(chat: Chat): string | undefined {
    return this.groups.get(chat.id);
  }

  /** @returns undefined if nothing is done with this message later. */
  message(message: Message): string | undefined {
    return this.messages.get(keyOf(message));
  }

  /** Of what the bot offered to this inline query. */
  results(deed: Deed): string {
    return this.offers.get(deed) ?? "results";
  }

  private newName(words: string, otherwise: string): string {
    const [first = "", ...rest] = words.normalize("NFKD").match(/[a-z0-9]+/gi) ?? [];
    const name = first.toLowerCase() + rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
    const sound = /^[a-z]/.test(name) ? name : otherwise;
    let unused = sound;
    for (let count = 2; this.names.has(unused); count++) unused = `${sound}${count}`;
    this.names.add(unused);
    return unused;
  }
}

/** What a group was when the recording began: a supergroup may have been a basic group. */
const atFirst = (chat: GroupChat, deeds: readonly Deed[]): GroupChat => {
  const becameIt = deeds.some(({ who, what }) => what === "migrate" && who instanceof Group && who.chat === chat);
  return (becameIt && chat.migratedFrom) || chat;
};

/** The chats that a deed is about, other than the private ones. */
export const chatsOf = ({ who, given }: Deed): Chat[] => [
  ...(who instanceof Group ? [who.chat] : []),
  ...given.flatMap(chatsIn),
];

export const isChannel = (chat: Chat) => chat.json.type === "channel";

/** Whether a value stands for the private chat with the bot, which is where everything happens unless said otherwise. */
export const isUsualPlace = (value: unknown, bot: BotAccount) => value === bot || value instanceof PrivateChat;

export function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "message_id" in value && "chat" in value;
}

function chatsIn(value: unknown): Chat[] {
  if (value instanceof Chat) return [value];
  if (value instanceof Group || value instanceof Channel) return [value.chat];
  return inside(value).flatMap(chatsIn);
}

const messagesIn = (value: unknown): Message[] => (isMessage(value) ? [value] : inside(value).flatMap(messagesIn));

/** What may hold more of what we look for. */
function inside(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain && !isMessage(value) ? Object.values(value) : [];
}

const keyOf = ({ chat, message_id }: Message) => `${chat.id} ${message_id}`;

const isLike = ({ json }: User, looks: { first_name: string; username: string; language_code: string }) =>
  json.first_name === looks.first_name &&
  json.username === looks.username &&
  json.language_code === looks.language_code &&
  json.last_name === undefined;
