import type { Message, TextQuote, User as UserJson } from "@grammyjs/types";
import { BotAccount } from "../world/bot-account.ts";
import type { Chat } from "../world/chat.ts";
import { GroupChat } from "../world/group-chat.ts";
import { reaches } from "../world/privacy.ts";
import type { World } from "../world/world.ts";
import type { Group } from "./group.ts";
import { Reader } from "./reader.ts";

/** A group or channel; or a bot, which means the private chat with it. */
export type Place = Group | BotAccount;

export interface SendOptions {
  /** Default: the private chat with the first bot of this Telegram. */
  readonly in?: Place;
  /** Id of a forum topic of the group. */
  readonly topic?: number;
  readonly replyTo?: Message;
  /** Of the message that is replied to: the words that are meant. */
  readonly quote?: string;
}

/** How a person is present in chats: what they see there, and what of theirs gets there. */
export abstract class Presence {
  private readonly readers = new Map<Chat, Reader>();

  constructor(
    /** @internal */
    readonly world: World,
    private shown: UserJson,
    /** Of their own, for whoever they share it with. */
    readonly phone: string,
  ) {}

  /** As they are now. */
  get json(): UserJson {
    return this.shown;
  }

  get id(): number {
    return this.json.id;
  }

  get firstName(): string {
    return this.json.first_name;
  }

  /** The messages that can be seen now, oldest first. */
  messages(place?: Place): readonly Message[] {
    const newestFirst = this.chat(place)
      .visible()
      .map(({ message }) => message);
    return newestFirst.toArray().reverse();
  }

  /** @internal */
  chat(place: Place = this.world.firstBot): Chat {
    return place instanceof BotAccount ? place.privateChatWith(this.json) : place.chat;
  }

  /** @internal */
  reader(place?: Place): Reader {
    const chat = this.chat(place);
    const reader = this.readers.get(chat) ?? new Reader(chat, this.id);
    this.readers.set(chat, reader);
    return reader;
  }

  /** Tells whoever writes down what people do. @returns what came of it. */
  protected abstract did<Result extends Message | Message[] | undefined>(
    what: string,
    given: readonly unknown[],
    result: Result,
  ): Result;

  /** From now on they are shown so. */
  protected describe(changes: { readonly [Name in keyof UserJson]?: UserJson[Name] | undefined }): void {
    this.shown = this.world.describeUser(this.id, changes);
  }

  protected post(content: Partial<Message>, { in: place, topic, replyTo, quote }: SendOptions): Message {
    const chat = this.chat(place);
    chat.admit(this.json, topic);
    const message = chat.post({
      by: this.id,
      from: this.json,
      content: { ...content, ...(replyTo && quote && { quote: quoted(replyTo, quote) }) },
      ...(topic !== undefined && { thread: topic }),
      ...(replyTo && { replyTo }),
    });
    this.tellBots("message", message, chat);
    return message;
  }

  protected tellBots(kind: "message" | "edited_message", message: Message, chat: Chat): void {
    for (const bot of chat.bots) {
      const isAdministrator = chat instanceof GroupChat && chat.members.isAdministrator(bot.id);
      if (!(chat instanceof GroupChat) || reaches(bot, message, isAdministrator)) bot.tell(kind, message);
    }
  }
}

function quoted(message: Message, text: string): TextQuote {
  const position = (message.text ?? message.caption ?? "").indexOf(text);
  if (position < 0) throw new Error(`"${text}" is not in the message that is replied to.`);
  return { text, position, is_manual: true };
}
