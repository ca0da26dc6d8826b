import type { Contact, InlineQueryResult, Message, ReactionTypeEmoji } from "@grammyjs/types";
import { formatText } from "../text/formatted-text.ts";
import type { BotAccount } from "../world/bot-account.ts";
import { rolled } from "../world/dice.ts";
import { forwarded } from "../world/forwarded.ts";
import { endWhenDue } from "../world/live-location.ts";
import { type MediaKind, mediaFileId } from "../world/media.ts";
import { changeMembership } from "../world/membership.ts";
import { takePicture } from "../world/picture.ts";
import type { Group } from "./group.ts";
import { askInline, chooseInline } from "./inline.ts";
import { joinBy } from "./join.ts";
import { move, stop } from "./live-location.ts";
import { type MediaOptions, mediaOf } from "./media.ts";
import { Presence, type SendOptions } from "./presence.ts";
import { type PressOptions, pressButton } from "./press.ts";
import { react } from "./react.ts";
import { stopDraft } from "./stop-draft.ts";
import { vote } from "./vote.ts";

export type { Place, SendOptions } from "./presence.ts";

export interface Names {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly username?: string;
}

/** One of an album. */
export interface AlbumFile extends MediaOptions {
  readonly kind: "photo" | "video" | "audio" | "document";
}

/** A person with a phone. What they do is done when the promise resolves; what the bot does is for `expect`. */
export class User extends Presence {
  /** Sends a text; commands, mentions and links in it are found as Telegram's apps find them. */
  async send(text: string, options: SendOptions = {}): Promise<Message> {
    return this.did("send", [text, options], this.post(textContent(text), options));
  }

  async sendPhoto(options: SendOptions & MediaOptions = {}): Promise<Message> {
    return this.sendMedia("photo", options);
  }

  async sendVoice(options: SendOptions & MediaOptions = {}): Promise<Message> {
    return this.sendMedia("voice", options);
  }

  async sendDocument(options: SendOptions & MediaOptions = {}): Promise<Message> {
    return this.sendMedia("document", options);
  }

  async sendSticker(emoji = "👍", options: SendOptions = {}): Promise<Message> {
    return this.sendMedia("sticker", { ...options, emoji });
  }

  /** Sends a file of any kind: `audio`, `video`, `animation`, `video_note` and the ones that have a method of their own. */
  async sendMedia(kind: MediaKind, options: SendOptions & MediaOptions = {}): Promise<Message> {
    return this.did("sendMedia", [kind, options], this.post(mediaOf(kind, this.world.files, options), options));
  }

  /** Sends several files as one album. The caption of the first is the album's. */
  async sendAlbum(files: readonly AlbumFile[], options: SendOptions = {}): Promise<Message[]> {
    const media_group_id = this.world.nextQueryId();
    const contents = files.map(({ kind, ...file }) => mediaOf(kind, this.world.files, file));
    const messages = contents.map((content) => this.post({ ...content, media_group_id }, options));
    return this.did("sendAlbum", [files, options], messages);
  }

  /** Sends where they are; with a period, in seconds, they share it live for so long. */
  async sendLocation(
    latitude: number,
    longitude: number,
    options: SendOptions & { readonly livePeriod?: number } = {},
  ): Promise<Message> {
    const { livePeriod } = options;
    const location = { latitude, longitude, ...(livePeriod !== undefined && { live_period: livePeriod }) };
    const message = this.post({ location }, options);
    endWhenDue(this.chat(options.in), message.message_id);
    return this.did("sendLocation", [latitude, longitude, options], message);
  }

  /** Is somewhere else, which those see with whom they share their location. @throws if they do not. */
  async moveLocation(
    message: Message,
    latitude: number,
    longitude: number,
    options: Pick<SendOptions, "in"> & { readonly heading?: number } = {},
  ): Promise<Message> {
    const edited = move(this, message, { latitude, longitude, ...options });
    this.tellBots("edited_message", edited, this.chat(options.in));
    return this.did("moveLocation", [message, latitude, longitude, options], edited);
  }

  /** Shares their location no longer. @throws if they did not. */
  async stopLocation(message: Message, options: Pick<SendOptions, "in"> = {}): Promise<Message> {
    const edited = stop(this, message, options);
    this.tellBots("edited_message", edited, this.chat(options.in));
    return this.did("stopLocation", [message, options], edited);
  }

  async sendContact(contact: Contact, options: SendOptions = {}): Promise<Message> {
    return this.did("sendContact", [contact, options], this.post({ contact }, options));
  }

  async sendDice(emoji = "🎲", options: SendOptions = {}): Promise<Message> {
    return this.did("sendDice", [emoji, options], this.post({ dice: rolled(emoji) }, options));
  }

  /** Sends a message on, with where it comes from. */
  async forward(message: Message, options: SendOptions = {}): Promise<Message> {
    return this.did("forward", [message, options], this.post(forwarded(message), options));
  }

  /** Takes one of their own messages back. Bots are not told. */
  async delete(message: Message, options: Pick<SendOptions, "in"> = {}): Promise<void> {
    const { message_id } = message;
    const chat = this.chat(options.in);
    const posted = chat.find(message_id);
    if (posted?.by !== this.id) throw new Error(`${this.firstName} has no message ${message_id} there to delete.`);
    chat.delete(posted);
    this.did("delete", [message, options], undefined);
  }

  /** Changes the text of one of their own messages. */
  async edit(message: Message, text: string, options: Pick<SendOptions, "in"> = {}): Promise<Message> {
    const chat = this.chat(options.in);
    const posted = chat.find(message.message_id);
    if (posted?.by !== this.id)
      throw new Error(`${this.firstName} has no message ${message.message_id} there to edit.`);
    const edited = chat.edit(posted, textContent(text), undefined);
    this.tellBots("edited_message", edited, chat);
    return this.did("edit", [message, text, options], edited);
  }

  /**
   * Presses a button, on the latest message that has it; waits for one to appear. A button of a reply keyboard sends
   * its text.
   * @returns the text of the bot's answer to the press, if it gave one.
   * @throws {ExpectationFailed} if the bot comes to rest and there is no such button.
   */
  press(text: string, options: PressOptions = {}): Promise<string | undefined> {
    return pressButton(this, text, options);
  }

  /** Puts an emoji on a message in place of their last one; undefined takes it away. */
  async react(
    message: Message,
    emoji: ReactionTypeEmoji["emoji"] | undefined,
    options: Pick<SendOptions, "in"> = {},
  ): Promise<void> {
    react(this, this.chat(options.in), message, emoji);
    this.did("react", [message, emoji, options], undefined);
  }

  /**
   * Votes in the poll of a message, by the texts of the options; none takes the vote back.
   * @throws if it is closed, or takes one answer.
   */
  async vote(message: Message, ...options: readonly string[]): Promise<void> {
    vote(this, message, options);
    this.did("vote", [message, ...options], undefined);
  }

  /** The preview of an answer that they see now, if any. */
  draft(bot = this.world.firstBot): string | undefined {
    return bot.privateChatWith(this.json).drafts.of(bot.id)?.text;
  }

  /**
   * Presses the button that stops an answer which is being written.
   * @throws if there is none, or none that can be stopped.
   */
  async stopDraft(bot = this.world.firstBot): Promise<void> {
    stopDraft(this, bot);
    this.did("stopDraft", [bot], undefined);
  }

  /** The file of a message, as they find it when they open it. */
  open(message: Message): Buffer {
    const file = this.world.files.find(mediaFileId(message) ?? "");
    if (!file) throw new Error(`Message ${message.message_id} has no file to open.`);
    return Buffer.from(file.bytes);
  }

  /**
   * Types `@bot query` somewhere.
   * @returns the results the bot offers; none if it came to rest without an answer.
   */
  inline(query: string, bot = this.world.firstBot): Promise<readonly InlineQueryResult[]> {
    return askInline(this, query, bot);
  }

  /** Sends one of the offered results: a message by this person, via the bot. */
  async choose(
    result: InlineQueryResult,
    { bot = this.world.firstBot, query = "", ...options }: SendOptions & { bot?: BotAccount; query?: string } = {},
  ): Promise<Message> {
    const message = chooseInline(this, result, { bot, query, ...options }, (content, to) => this.post(content, to));
    return this.did("choose", [result, { bot, query, ...options }], message);
  }

  /**
   * Comes into a group by a link, or asks to be let in, if that is what the link is for.
   * @throws if the link is none, or no longer one.
   */
  async join(link: string): Promise<void> {
    joinBy(this, link);
    this.did("join", [link], undefined);
  }

  /** Leaves a group. */
  async leave(group: Group): Promise<void> {
    const next = { status: "left", user: this.json } as const;
    changeMembership({ chat: group.chat, world: this.world, by: this.json, next });
    this.did("leave", [group], undefined);
  }

  /** Shows another picture as themselves. */
  async setPhoto(bytes: Uint8Array): Promise<void> {
    const { pictures, files } = this.world;
    pictures.set(this.id, [takePicture(files, bytes), ...(pictures.get(this.id) ?? [])]);
    this.did("setPhoto", [bytes], undefined);
  }

  /** Goes by another name from now on; what is not given stays. An empty last name or username is none. */
  async rename(names: Names): Promise<void> {
    const { firstName: first_name, lastName: last_name, username } = names;
    if (first_name?.trim() === "") throw new Error("A first name can't be empty.");
    this.describe({
      ...(first_name !== undefined && { first_name }),
      ...(last_name !== undefined && { last_name }),
      ...(username !== undefined && { username }),
    });
    this.did("rename", [names], undefined);
  }

  /** From now on the bot cannot write to this user. */
  async block(bot = this.world.firstBot): Promise<void> {
    bot.privateChatWith(this.json).setBlocked(true);
    this.did("block", [bot], undefined);
  }

  async unblock(bot = this.world.firstBot): Promise<void> {
    bot.privateChatWith(this.json).setBlocked(false);
    this.did("unblock", [bot], undefined);
  }

  /** Tells whoever writes down what people do. @returns what came of it. */
  private did<Result extends Message | Message[] | undefined>(
    what: string,
    given: readonly unknown[],
    result: Result,
  ): Result {
    const message: Message | undefined = Array.isArray(result) ? result[0] : result;
    this.world.deeds.beat({ who: this, what, given, ...(message && { result: message }) });
    return result;
  }
}

function textContent(given: string): Partial<Message> {
  const { text, entities } = formatText({ text: given });
  if (text === "") throw new Error("People cannot send an empty message.");
  return { text, ...(entities.length > 0 && { entities: [...entities] }) };
}
