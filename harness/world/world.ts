import type { Message, User } from "@grammyjs/types";
import { Faults } from "../faults/faults.ts";
import type { FloodControl } from "../flood/flood-control.ts";
import { heard } from "../oracles/heard.ts";
import { Oracles } from "../oracles/oracles.ts";
import type { Deed } from "../recorder/deed.ts";
import type { Arguments } from "../server/arguments.ts";
import { CallLog } from "../server/call-log.ts";
import { BotAccount, type BotOptions } from "./bot-account.ts";
import type { Chat } from "./chat.ts";
import { FileShelf } from "./file-shelf.ts";
import { GroupChat } from "./group-chat.ts";
import type { Picture } from "./picture.ts";
import { Polls } from "./polls.ts";
import { Pulse } from "./pulse.ts";
import type { Retention } from "./retention.ts";
import { ServerClock } from "./server-clock.ts";

interface InlineMessage {
  readonly chat: Chat;
  readonly messageId: number;
}

interface NewGroup {
  readonly title: string;
  readonly type: GroupChat["json"]["type"];
  readonly forum?: boolean;
  readonly username?: string | undefined;
}

/** All that one fake Telegram knows. The server changes it for bots, the people change it for themselves. */
export class World {
  readonly clock = new ServerClock();
  readonly bots = new Map<string, BotAccount>();
  /** Basic groups, supergroups and channels. */
  readonly groups = new Map<number, GroupChat>();
  readonly files: FileShelf;
  /** undefined: nobody is slowed down. */
  flood: FloodControl | undefined;
  readonly polls = new Polls();
  readonly calls: CallLog;
  readonly faults = new Faults(this.clock);
  readonly oracles = new Oracles();
  /** Webhooks have to be as the cloud wants them. */
  isStrict = false;
  private readonly botsById = new Map<number, BotAccount>();
  /** For whoever writes down what is done from outside the bot. */
  readonly deeds = new Pulse<Deed>();
  /** What people and bots show as themselves, the latest first. */
  readonly pictures = new Map<number, readonly Picture[]>();
  private readonly people = new Map<number, User>();
  private readonly inlineMessages = new Map<string, InlineMessage>();
  private latestId = 100_000;
  private latestBotId = 7_000_000_000;
  private latestQuery = 0x10_0000_0000_0000n;

  constructor(readonly keep: Retention = {}) {
    this.files = new FileShelf(keep.fileBytes);
    this.calls = new CallLog(keep.calls);
  }

  addBot(options: BotOptions): BotAccount {
    const id = options.token ? Number(options.token.split(":")[0]) : ++this.latestBotId;
    const bot = new BotAccount(this, id, options);
    this.bots.set(bot.token, bot);
    this.botsById.set(bot.id, bot);
    // A bot that was killed may say again what it said.
    bot.hostEnded.subscribe(() => this.oracles.saidTwice.forgetAllOf(bot.id));
    return bot;
  }

  /** Whom people write to unless they say otherwise. */
  get firstBot(): BotAccount {
    const [bot] = this.bots.values();
    if (!bot) throw new Error("This Telegram has no bot yet: make one with telegram.bot({ username }).");
    return bot;
  }

  /** The name of a user, bot or channel, for reports. */
  nameOf(id: number): string {
    return (
      this.botOf(id)?.me.username ?? this.people.get(id)?.first_name ?? this.groups.get(id)?.json.title ?? String(id)
    );
  }

  addUser(user: Omit<User, "id" | "is_bot"> & { readonly id?: number }): User {
    const { id = ++this.latestId, ...rest } = user;
    if (this.people.has(id)) throw new Error(`There is a user ${id} already.`);
    const added: User = { id, is_bot: false, ...rest };
    this.people.set(id, added);
    return added;
  }

  /** Shows a person in another way from now on, to every bot. @returns how. */
  describeUser(id: number, changes: { readonly [Name in keyof User]?: User[Name] | undefined }): User {
    const told = Object.entries({ ...this.people.get(id), ...changes }).filter(
      ([, value]) => value !== "" && value !== undefined,
    );
    const user = Object.fromEntries(told) as unknown as User;
    this.people.set(id, user);
    for (const bot of this.bots.values()) bot.describeUser(user);
    for (const { members } of this.groups.values()) members.describeUser(user);
    return user;
  }

  botNamed(username: string): BotAccount | undefined {
    return this.bots.values().find(({ me }) => me.username.toLowerCase() === username.toLowerCase());
  }

  user(id: number): User | undefined {
    return this.people.get(id);
  }

  /** The account of a bot, by its id. */
  botOf(id: number): BotAccount | undefined {
    return this.botsById.get(id);
  }

  /** The oracles look at all that happens in this chat. */
  watch(chat: Chat): void {
    if (this.keep.messages !== undefined) chat.keep(this.keep.messages);
    chat.forgot.subscribe((message) => this.forget(chat, message));
    chat.changed.subscribe((event) => {
      this.oracles.happened(chat, event, this.botOf(event.by), () => heard(event, this.files));
    });
  }

  addGroup({ title, type, forum, username }: NewGroup, owner: User): GroupChat {
    const number = ++this.latestId;
    const id = type === "group" ? -number : -1_000_000_000_000 - number;
    const json = { id, title, type, ...(username && { username }), ...(forum && { is_forum: true }) };
    const chat = new GroupChat(json as GroupChat["json"], this.clock, owner);
    this.groups.set(id, chat);
    this.watch(chat);
    return chat;
  }

  /** What hangs on a message that is kept no longer. */
  private forget(chat: Chat, { message_id, poll, via_bot }: Message): void {
    if (poll) this.polls.forget(poll.id);
    const name = via_bot && this.inlineNameOf(chat, message_id);
    if (name !== undefined) this.inlineMessages.delete(name);
  }

  /** Ids of callback and inline queries: 64-bit integers, as text. */
  nextQueryId(): string {
    return String(++this.latestQuery);
  }

  /** @returns the name by which a bot can change a message that a person sent by way of it. */
  nameInlineMessage(chat: Chat, messageId: number): string {
    const name = `AQAAAHarness${this.nextQueryId()}`;
    this.inlineMessages.set(name, { chat, messageId });
    return name;
  }

  inlineMessage(name: string): InlineMessage | undefined {
    return this.inlineMessages.get(name);
  }

  inlineNameOf(chat: Chat, messageId: number): string | undefined {
    const isWanted = ([, known]: [string, InlineMessage]) => known.chat === chat && known.messageId === messageId;
    return this.inlineMessages.entries().find(isWanted)?.[0];
  }

  publicChat(username: string): GroupChat | undefined {
    const wanted = username.toLowerCase();
    return this.groups.values().find(({ json }) => json.username?.toLowerCase() === wanted);
  }

  /** For the oracles: what a bot has just said, and where. */
  noteSpeech(bot: BotAccount, call: Arguments): void {
    const chat = bot.findChat(call.text("chat_id"));
    if (chat) this.oracles.sent(bot.me.username, chat.id, () => call.spoken);
  }

  /** For the oracles: the bot did not hear what became of this call, and may make it again. */
  noteUnheard(token: string, call: Arguments): void {
    const chat = this.bots.get(token)?.findChat(call.text("chat_id"));
    if (chat) this.oracles.saidTwice.forget(chat);
  }

  close(): void {
    for (const bot of this.bots.values()) bot.close();
    this.clock.close();
  }
}
