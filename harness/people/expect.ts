import type { Message, MessageEntity, ReactionTypeEmoji } from "@grammyjs/types";
import type { ChatEvent } from "../world/chat.ts";
import { type Outcome, until } from "../world/until.ts";
import { describeContent } from "./describe.ts";
import { describeEntity, type EntityTraits, hasEntity } from "./entity-in.ts";
import { ExpectationFailed, failureReport } from "./failure-report.ts";
import { describeFile, type FileTraits, fileIn, type SeenFile } from "./file-in.ts";
import { whenGivenUp } from "./given-up.ts";
import { findButton } from "./press.ts";
import { whenQuiet } from "./quiet.ts";
import { quoted } from "./quoted.ts";
import { matches, type Reader, type Seen } from "./reader.ts";
import type { Place, User } from "./user.ts";

export interface Where {
  /** Default: the user's private chat with the bot. */
  readonly in?: Place;
}

export interface WhereAndWhen extends Where {
  /**
   * In ms. Waits on although the bot is quiet, for work that outlives its handler. Default: until the bot is quiet, at
   * most 5,000.
   */
  readonly within?: number;
}

const defaultTimeoutMs = 5_000;
const quiet = "quiet";

/** Claims about what a user sees. Each waits for it, and fails at once when the bot has come to rest without it. */
export const expect = (user: User) => new Expectation(user);

export class Expectation {
  constructor(private readonly user: User) {}

  /**
   * A message or an edit with this text, read on from the last one that was found.
   * @returns the match and its groups, and the message.
   * @throws {ExpectationFailed}
   */
  async toSee(pattern: string | RegExp, where: WhereAndWhen = {}): Promise<Seen> {
    return this.wait(where, `to see ${quoted(pattern)}`, (reader) => reader.find(pattern));
  }

  /**
   * No message and no edit beyond what was read, when the bot has come to rest. What was written here needed no answer.
   * @throws {ExpectationFailed} also if it does not come to rest.
   */
  async toSeeNothing(where: WhereAndWhen = {}): Promise<void> {
    const reader = this.user.reader(where.in);
    const { found, ended } = await this.watch(reader, where, () => reader.unread);
    if (found) this.fail(reader, "to see nothing, but something came");
    if (where.within === undefined && !ended?.startsWith(quiet)) this.fail(reader, "a quiet bot, but it stayed busy");
    this.user.world.oracles.unanswered.answered(reader.chat);
  }

  /** A chat action, `typing` unless said otherwise, since the last one found and the last message read. */
  async toSeeTyping({ action = "typing", ...where }: WhereAndWhen & { readonly action?: string } = {}): Promise<void> {
    const isWanted = (event: ChatEvent) => event.kind === "action" && event.action === action;
    await this.wait(where, `to see the action ${action}`, (reader) => reader.findLive(isWanted));
  }

  /** The preview of an answer that is being written. */
  async toSeeDraft(pattern: string | RegExp, where: WhereAndWhen = {}): Promise<void> {
    const isWanted = (event: ChatEvent) => event.kind === "draft" && matches(event.text, pattern);
    await this.wait(where, `to see the draft ${quoted(pattern)}`, (reader) => reader.findLive(isWanted));
  }

  /** This emoji on a message of the user's, since the last one found and the last message read. */
  async toSeeReaction(emoji: ReactionTypeEmoji["emoji"], where: WhereAndWhen = {}): Promise<void> {
    const isWanted = (event: ChatEvent) =>
      event.kind === "reaction" && event.reactions.some((one) => one.type === "emoji" && one.emoji === emoji);
    await this.wait(where, `to see the reaction ${emoji}`, (reader) => reader.findLive(isWanted));
  }

  /** An edit with this text, read on from the last message that was found; a new message is none. */
  async toSeeEdit(pattern: string | RegExp, where: WhereAndWhen = {}): Promise<Seen> {
    return this.wait(where, `to see an edit to ${quoted(pattern)}`, (reader) => reader.findEdit(pattern));
  }

  /** A message, itself or by its id, or one that said this, taken away by somebody else; none is found twice. */
  async toSeeDeletion(what: Message | number | string | RegExp, where: WhereAndWhen = {}): Promise<void> {
    const isPattern = typeof what === "string" || what instanceof RegExp;
    const id = typeof what === "object" && "message_id" in what ? what.message_id : what;
    const isWanted = (message: Message) =>
      isPattern ? matches(describeContent(message), what) : message.message_id === id;
    const named = isPattern ? quoted(what) : `message ${id}`;
    await this.wait(where, `to see ${named} deleted`, (reader) => reader.findDeletion(isWanted));
  }

  /**
   * Formatting, or a link that was found: in the message that was found last, or in one after it.
   *
   * @param text exactly what is formatted so, or a pattern for it.
   */
  async toSeeEntity(
    type: MessageEntity["type"],
    text: string | RegExp,
    traits: EntityTraits & WhereAndWhen = {},
  ): Promise<Message> {
    const wanted = { ...traits, type, text };
    return this.wait(traits, `to see ${describeEntity(wanted)}`, (reader) =>
      reader.findAgain((message) => hasEntity(message, wanted)),
    );
  }

  /** A file: in the message that was found last, or in one after it; none is found twice. */
  async toSeeFile(wanted: FileTraits & WhereAndWhen = {}): Promise<SeenFile> {
    const { files } = this.user.world;
    return this.wait(wanted, `to see ${describeFile(wanted)}`, (reader) =>
      reader.findFile((message) => fileIn(message, files, wanted)),
    );
  }

  /** A message with this button, or a keyboard with it, that can be pressed now. */
  async toSeeButton(text: string, where: WhereAndWhen = {}): Promise<Message> {
    return this.wait(
      where,
      `to see the button "${text}"`,
      () => findButton(this.user, this.user.chat(where.in), text)?.message,
    );
  }

  private async wait<T>(where: WhereAndWhen, what: string, look: (reader: Reader) => T | undefined): Promise<T> {
    const reader = this.user.reader(where.in);
    const outcome = await this.watch(reader, where, () => look(reader));
    if (outcome.ended !== undefined) this.fail(reader, `${what} (${outcome.ended})`);
    return outcome.found;
  }

  private watch<T>({ chat }: Reader, { within }: WhereAndWhen, look: () => T | undefined): Promise<Outcome<T>> {
    return until({
      look,
      beats: [chat.changed],
      timeoutMs: within ?? defaultTimeoutMs,
      giveUp: (over) =>
        within === undefined
          ? whenQuiet(chat.bots, (how) => over(`${quiet}: ${how}`))
          : whenGivenUp(chat.bots, (why) => over(why)),
    });
  }

  private fail(reader: Reader, what: string): never {
    const headline = `${this.user.firstName} expected ${what}.`;
    throw new ExpectationFailed(failureReport({ headline, reader, world: this.user.world }));
  }
}
