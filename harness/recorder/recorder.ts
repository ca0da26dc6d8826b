import type { Message } from "@grammyjs/types";
import type { BotProcess } from "../bots/bot-process.ts";
import { whenQuiet } from "../people/quiet.ts";
import { User } from "../people/user.ts";
import type { FakeTelegram } from "../telegram.ts";
import type { Chat, ChatEvent } from "../world/chat.ts";
import { GroupChat } from "../world/group-chat.ts";
import { Pulse } from "../world/pulse.ts";
import type { Deed } from "./deed.ts";
import { chatsOf } from "./references.ts";
import { type WrittenScenario, writeScenario } from "./write-scenario.ts";

/** What a person saw the bot say. */
export interface Sight {
  readonly chat: Chat;
  readonly isEdit: boolean;
  readonly message: Message;
  /** The labels of its buttons that could still be pressed when somebody did the next thing. */
  buttons?: readonly string[];
}

/** What is written down, in its order; `ended`: the bot's process ended, and nobody had asked it to. */
export type Entry = { readonly at: number } & (
  | { readonly deed: Deed }
  | { readonly sight: Sight }
  | { readonly ended: true }
);

export interface RecorderOptions {
  readonly telegram: FakeTelegram;
  readonly bot: BotProcess;
  /** Whom to watch from the beginning. Others are watched from when they first do something. */
  readonly users: readonly User[];
}

/** What happened before: a scenario begins with nobody having written, and the bot running. */
export interface Beginning {
  readonly isFresh: boolean;
  readonly isRunning: boolean;
}

/**
 * Watches what people do to a bot and what they then see, and writes it down as a scenario that does and expects the
 * same. It records from its construction on, until {@link Recorder.stop}.
 */
export class Recorder {
  /** Beats when there is more to read. */
  readonly grown = new Pulse();
  private readonly entries: Entry[] = [];
  private readonly users = new Set<User>();
  /** With who was there when it was first heard of. */
  private readonly chats = new Map<Chat, readonly number[]>();
  private readonly ends: (() => void)[] = [];
  private readonly beginning: Beginning;
  private isOver = false;
  /** Whether the bot had said all it had to say at the end. */
  private isComplete = false;
  private isAskedToEnd = false;

  constructor(private readonly options: RecorderOptions) {
    const { telegram, bot, users } = options;
    this.beginning = {
      isFresh: users.every((user) => user.messages(bot.account).length === 0),
      isRunning: bot.running,
    };
    for (const user of users) this.meet(user);
    this.ends.push(
      telegram.deeds.subscribe((deed) => this.note(deed)),
      telegram.faults.planned.subscribe((fault) => this.note({ who: "faults", what: "add", given: [fault] })),
      telegram.clock.advanced.subscribe((ms) => this.note({ who: "clock", what: "advance", given: [ms] })),
      bot.account.hostEnded.subscribe(() => this.noteEnd()),
      // The bot may have answered a press.
      bot.account.activity.answered.subscribe((method) => method === "answercallbackquery" && this.grown.beat()),
    );
  }

  /** The scenario so far. */
  write(title: string, filesFolder?: string): WrittenScenario {
    this.settle();
    return writeScenario({
      title,
      ...(filesFolder !== undefined && { filesFolder }),
      entries: this.entries,
      users: [...this.users],
      membersOf: (chat) => this.membersOf(chat),
      beginning: this.beginning,
      bot: this.options.bot.account,
      isComplete: this.isComplete,
    });
  }

  /**
   * Ends the recording when the bot has come to rest: what it still says belongs to it. A bot that stays busy for
   * `patienceMs` is not waited for any longer, and then the scenario does not end with the claim that nothing else came.
   */
  async stop({ patienceMs = 5_000 } = {}): Promise<void> {
    const { promise: isQuiet, resolve } = Promise.withResolvers<boolean>();
    const end = whenQuiet([this.options.bot.account], () => resolve(true));
    const timer = setTimeout(() => resolve(false), patienceMs);
    const isComplete = await isQuiet;
    clearTimeout(timer);
    end();
    if (this.isOver) return;
    this.isComplete = isComplete;
    this.isOver = true;
    for (const leave of this.ends) leave();
    this.grown.beat();
  }

  private note(deed: Deed): void {
    if (deed.who === "bot") this.isAskedToEnd = deed.what === "stop";
    this.settle();
    if (deed.who instanceof User) this.meet(deed.who);
    for (const chat of chatsOf(deed)) this.watch(chat);
    this.entries.push({ at: Date.now(), deed });
    this.grown.beat();
  }

  private noteEnd(): void {
    if (!this.isAskedToEnd) this.entries.push({ at: Date.now(), ended: true });
    this.grown.beat();
  }

  private meet(user: User): void {
    this.users.add(user);
    this.watch(user.chat(this.options.bot.account));
  }

  private watch(chat: Chat): void {
    if (this.chats.has(chat)) return;
    const members = chat instanceof GroupChat ? chat.members.present.map(({ user }) => user.id) : [];
    this.chats.set(chat, members);
    this.ends.push(chat.changed.subscribe((event) => this.see(chat, event)));
  }

  private see(chat: Chat, event: ChatEvent): void {
    const isNews = event.by === this.options.bot.account.id && (event.kind === "message" || event.kind === "edit");
    if (!isNews) return;
    this.entries.push({ at: Date.now(), sight: { chat, isEdit: event.kind === "edit", message: event.message } });
    this.grown.beat();
  }

  private membersOf(chat: Chat): readonly number[] {
    const later = chat instanceof GroupChat ? chat.migratedTo : undefined;
    return this.chats.get(chat) ?? (later && this.chats.get(later)) ?? [];
  }

  /** Which buttons of what was seen last are still there. */
  private settle(): void {
    for (const entry of this.entries.toReversed()) {
      if (!("sight" in entry)) return;
      const { chat, message } = entry.sight;
      const rows = chat.find(message.message_id)?.message.reply_markup?.inline_keyboard ?? [];
      entry.sight.buttons = rows.flat().map(({ text }) => text);
    }
  }
}
