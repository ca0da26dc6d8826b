import type { Contact, Message } from "@grammyjs/types";
import { formatText, lengthOf } from "../text/formatted-text.ts";
import { rolled } from "../world/dice.ts";
import { forwarded } from "../world/forwarded.ts";
import { GroupChat } from "../world/group-chat.ts";
import { endWhenDue } from "../world/live-location.ts";
import type { MediaKind } from "../world/media.ts";
import { contentOf } from "../world/message-content.ts";
import { move, stop } from "./live-location.ts";
import { captionOf, type MediaOptions, mediaOf, withFile } from "./media.ts";
import { type NewPoll, pollOf } from "./poll.ts";
import { Presence, type SendOptions } from "./presence.ts";
import type { SharedContent } from "./press-key.ts";

/** One of an album. */
export interface AlbumFile extends MediaOptions {
  readonly kind: "photo" | "video" | "audio" | "document";
}

/** What a person sends, changes and takes back. */
export abstract class Sender extends Presence {
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
    const given = withFile(options);
    return this.did("sendMedia", [kind, given], this.post(this.media(kind, given), given));
  }

  /** Sends several files as one album. The caption of the first is the album's. */
  async sendAlbum(files: readonly AlbumFile[], options: SendOptions = {}): Promise<Message[]> {
    const media_group_id = this.world.nextQueryId();
    const given = files.map(withFile);
    const contents = given.map(({ kind, ...file }) => this.media(kind, file));
    const messages = contents.map((content) => this.post({ ...content, media_group_id }, options));
    return this.did("sendAlbum", [given, options], messages);
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

  /** Shares who they are, with their own number. */
  async shareContact(options: SendOptions = {}): Promise<Message> {
    const { first_name, last_name } = this.json;
    const contact = { phone_number: this.phone, first_name, ...(last_name && { last_name }), user_id: this.id };
    return this.did("shareContact", [options], this.post({ contact }, options));
  }

  /** Asks others. Bots are not told of the votes: only of those in their own polls. */
  async sendPoll(poll: NewPoll, options: SendOptions = {}): Promise<Message> {
    const made = pollOf(poll, this.world.nextQueryId());
    const message = this.post({ poll: made }, options);
    this.world.polls.add(this.chat(options.in), message.message_id, undefined, made);
    return this.did("sendPoll", [poll, options], message);
  }

  /** Sends whom or what they have picked because a key asked them to. */
  async sendShared(content: SharedContent, options: SendOptions = {}): Promise<Message> {
    return this.did("sendShared", [content, options], this.post(content, options));
  }

  async sendDice(emoji = "🎲", options: SendOptions = {}): Promise<Message> {
    return this.did("sendDice", [emoji, options], this.post({ dice: rolled(emoji) }, options));
  }

  /** Sends a message on, with where it comes from. */
  async forward(message: Message, options: SendOptions = {}): Promise<Message> {
    if (message.has_protected_content) {
      throw new Error(`Message ${message.message_id} is protected: ${this.firstName} can't forward it.`);
    }
    return this.did("forward", [message, options], this.post(forwarded(message), options));
  }

  /**
   * Takes a message back: one of their own, in a private chat also the bot's, as an administrator with the right also others'.
   * Bots are not told.
   */
  async delete(message: Message, options: Pick<SendOptions, "in"> = {}): Promise<void> {
    const { message_id } = message;
    const chat = this.chat(options.in);
    const posted = chat.find(message_id);
    const mayDeleteAll = !(chat instanceof GroupChat) || chat.members.mayAdminister(this.id, "can_delete_messages");
    if (!posted || (posted.by !== this.id && !mayDeleteAll)) {
      throw new Error(`${this.firstName} has no message ${message_id} there to delete.`);
    }
    chat.delete(posted, this.id);
    this.did("delete", [message, options], undefined);
  }

  /** Changes the text of one of their own messages, or the caption of a file. */
  async edit(message: Message, text: string, options: Pick<SendOptions, "in"> = {}): Promise<Message> {
    const chat = this.chat(options.in);
    const posted = chat.find(message.message_id);
    if (posted?.by !== this.id)
      throw new Error(`${this.firstName} has no message ${message.message_id} there to edit.`);
    const edited = chat.edit(posted, this.changed(posted.message, text), undefined);
    this.tellBots("edited_message", edited, chat);
    return this.did("edit", [message, text, options], edited);
  }

  private media(kind: MediaKind, options: MediaOptions): Partial<Message> {
    const most = this.json.is_premium ? 2048 : 1024;
    if (lengthOf(options.caption ?? "") > most) {
      throw new Error(`${this.firstName} can't send a caption of more than ${most} characters.`);
    }
    return mediaOf(kind, this.world.files, options);
  }

  /** What a message says with these words in place of its own. */
  private changed(message: Message, text: string): Partial<Message> {
    if (message.text !== undefined) return textContent(text);
    const { caption: _, caption_entities: __, ...media } = contentOf(message);
    return { ...media, ...captionOf(text) };
  }
}

const longestText = 4096;

function textContent(given: string): Partial<Message> {
  const { text, entities } = formatText({ text: given });
  if (text === "") throw new Error("People cannot send an empty message.");
  if (lengthOf(text) > longestText) {
    throw new Error(
      `People cannot send more than ${longestText} characters at once: apps make several messages of it.`,
    );
  }
  return { text, ...(entities.length > 0 && { entities: [...entities] }) };
}
