import type { InlineQueryResult, Message, ReactionTypeEmoji, User as UserJson } from "@grammyjs/types";
import type { BotAccount } from "../world/bot-account.ts";
import { mediaFileId } from "../world/media.ts";
import { changeMembership } from "../world/membership.ts";
import { takePicture } from "../world/picture.ts";
import type { Group } from "./group.ts";
import { askInline, chooseInline } from "./inline.ts";
import { joinBy } from "./join.ts";
import { openLink, soundPayload } from "./open-link.ts";
import type { SendOptions } from "./presence.ts";
import { type PressOptions, pressButton } from "./press.ts";
import { react } from "./react.ts";
import { Sender } from "./sender.ts";
import { stopDraft } from "./stop-draft.ts";
import { tapCommand } from "./tap-command.ts";
import { vote } from "./vote.ts";

export type { Place, SendOptions } from "./presence.ts";

type Emoji = ReactionTypeEmoji["emoji"];

export interface Names {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly username?: string;
}

export interface Habits {
  readonly languageCode?: NonNullable<UserJson["language_code"]>;
  readonly premium?: boolean;
}

/** A person with a phone. What they do is done when the promise resolves; what the bot does is for `expect`. */
export class User extends Sender {
  /**
   * Sends `/start`, as the button does that begins or, after a block, resumes a chat with a bot.
   * @param payload of the link that led there.
   */
  async start(payload = "", bot = this.world.firstBot): Promise<Message> {
    const words = soundPayload(payload) === "" ? "/start" : `/start ${payload}`;
    if (bot.privateChatWith(this.json).isBlocked) await this.unblock(bot);
    return this.send(words, { in: bot });
  }

  /**
   * Opens a link of Telegram's: `https://t.me/my_bot?start=payload` starts the bot, `?startgroup=payload` adds it to a group,
   * `{ in: group }`, and starts it there; others lead into a group or channel.
   */
  openLink(link: string, options: Pick<SendOptions, "in"> = {}): Promise<void> {
    return openLink(this, link, options.in);
  }

  /**
   * Taps a command in the bot's menu; waits for it to be there. In a group it is sent with the bot's name.
   * @throws if the menu that this person has in this chat and their language offers no such command; says what it does offer.
   */
  tapCommand(
    command: string,
    { bot = this.world.firstBot, ...options }: SendOptions & { readonly bot?: BotAccount } = {},
  ): Promise<Message> {
    return tapCommand(this, command, bot, options);
  }

  /**
   * Presses a button, on the latest message that has it; waits for one to appear. A button of a reply keyboard sends
   * its text, or what it asks for.
   * @returns the text of the bot's answer to the press, if it gave one.
   * @throws {ExpectationFailed} if the bot comes to rest and there is no such button.
   */
  press(text: string, options: PressOptions = {}): Promise<string | undefined> {
    return pressButton(this, text, options);
  }

  /** Puts an emoji on a message in place of their last one, with Premium up to three; undefined takes it away. */
  async react(
    message: Message,
    emoji: Emoji | readonly Emoji[] | undefined,
    options: Pick<SendOptions, "in"> = {},
  ): Promise<void> {
    react(this, this.chat(options.in), message, [emoji ?? []].flat());
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

  /** Speaks another language from now on, or has Telegram Premium, or no longer. */
  async change(habits: Habits): Promise<void> {
    const { languageCode: language_code, premium } = habits;
    this.describe({
      ...(language_code !== undefined && { language_code }),
      ...(premium !== undefined && { is_premium: premium || undefined }),
    });
    this.did("change", [habits], undefined);
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
  protected did<Result extends Message | Message[] | undefined>(
    what: string,
    given: readonly unknown[],
    result: Result,
  ): Result {
    const message: Message | undefined = Array.isArray(result) ? result[0] : result;
    this.world.deeds.beat({ who: this, what, given, ...(message && { result: message }) });
    return result;
  }
}
