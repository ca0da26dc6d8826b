import type { Api } from "grammy";
import type { Message, Update, UserFromGetMe } from "grammy/types";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Access } from "./access.ts";
import { commandOf, isAddressed } from "./addressed.ts";
import { AddressedAlbums } from "./addressed-albums.ts";
import { StrangerLimit } from "./stranger-limit.ts";
import { type Origin, originOf } from "./update-origin.ts";

/** Stands before the inbox: what it does not admit never reaches the disk. */
export class Gate {
  private readonly limit: StrangerLimit;
  private readonly albums: AddressedAlbums;

  constructor(
    private readonly access: Access,
    private readonly api: Api,
    private readonly me: UserFromGetMe,
    private readonly log: Log,
    clock: Clock,
  ) {
    this.limit = new StrangerLimit(clock);
    this.albums = new AddressedAlbums(clock);
  }

  /**
   * What comes in by this update: itself, or nothing, or also items of its album that came before it. Answers a stranger by
   * itself, without being waited for: a refusal must not hold up the others.
   */
  admit(update: Update): readonly Update[] {
    const { message, user } = originOf(update);
    const addressed = message === undefined || isAddressed(message, this.me);
    const { message: sent } = update;
    if (!sent || !isOfAlbum(sent, this.me)) return addressed && this.lets(update) ? [update] : [];
    const mayComeIn = addressed ? this.lets(update) : this.access.allows(user?.id);
    return mayComeIn ? this.albums.take(update, sent, addressed) : [];
  }

  private lets(update: Update): boolean {
    const origin = originOf(update);
    // A poll of the bot's own has no sender, and tells nothing but numbers.
    if (update.poll) return true;
    const faceless = origin.message !== undefined && origin.user === undefined;
    if (this.access.allows(origin.user?.id) && !faceless) return true;
    const stranger = origin.user?.id ?? origin.chat?.id;
    if (stranger !== undefined && this.limit.mayAnswer(stranger)) {
      this.refuse(update, origin).catch((error: unknown) => this.log.warn("refusal not delivered", { error }));
    }
    return false;
  }

  private async refuse(update: Update, { user, chat, threadId }: Origin): Promise<unknown> {
    if (update.callback_query) return this.api.answerCallbackQuery(update.callback_query.id, { text: UNAUTHORIZED });
    if (update.inline_query) {
      const button = { text: UNAUTHORIZED, start_parameter: "unauthorized" };
      return this.api.answerInlineQuery(update.inline_query.id, [], { button, cache_time: 0, is_personal: true });
    }
    if (!update.message || !chat) return undefined;
    if (!user && this.access.open) return this.api.sendMessage(chat.id, FACELESS, { message_thread_id: threadId });
    const text = commandOf(update.message, this.me) === "start" ? START_UNAUTHORIZED : UNAUTHORIZED;
    return this.api.sendMessage(chat.id, text, { message_thread_id: threadId });
  }
}

/** In a group, where its items may belong to one that is for the bot; a command takes no others. */
const isOfAlbum = (message: Message, me: UserFromGetMe) =>
  message.media_group_id !== undefined && message.chat.type !== "private" && commandOf(message, me) === undefined;

const FACELESS = "👤 I can't tell who you are when you write anonymously. Please write as yourself.";
const UNAUTHORIZED = "⛔ Unauthorized";
const START_UNAUTHORIZED = "⛔ You are not authorized to use this bot.";
