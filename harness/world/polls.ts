import type { Poll } from "@grammyjs/types";
import type { BotAccount } from "./bot-account.ts";
import type { Chat } from "./chat.ts";

interface OpenPoll {
  readonly chat: Chat;
  readonly messageId: number;
  /** Who is told of votes: the bot that sent it, if one did. */
  readonly bot: BotAccount | undefined;
  /** By user: which options, by their place. */
  readonly votes: Map<number, readonly number[]>;
}

/** The polls of all chats, and who has voted for what. */
export class Polls {
  private readonly open = new Map<string, OpenPoll>();

  /** From now on people can vote in the poll of this message. It closes by itself when its time is up. */
  add(chat: Chat, messageId: number, bot: BotAccount | undefined, { id, open_period, close_date }: Poll): void {
    this.open.set(id, { chat, messageId, bot, votes: new Map() });
    const ms = open_period ? open_period * 1000 : close_date ? close_date * 1000 - chat.clock.now : undefined;
    if (ms !== undefined) chat.clock.after(Math.max(0, ms), () => this.close(id));
  }

  /**
   * Puts a person's vote in the place of an earlier one; an empty one takes it back.
   * @returns the bot to be told, and the poll as it is now; undefined if it is closed.
   */
  vote(
    id: string,
    userId: number,
    options: readonly number[],
  ): { bot: BotAccount | undefined; poll: Poll } | undefined {
    const known = this.open.get(id);
    if (!known) return undefined;
    if (options.length > 0) known.votes.set(userId, options);
    else known.votes.delete(userId);
    const poll = this.change(known, (before) => counted(before, [...known.votes.values()]));
    return poll && { bot: known.bot, poll };
  }

  /** Its message is gone, and nobody can vote any more. */
  forget(id: string): void {
    this.open.delete(id);
  }

  /** Who has voted for which options, by their places; nothing once it is closed. */
  votesIn(id: string): ReadonlyMap<number, readonly number[]> {
    return this.open.get(id)?.votes ?? new Map();
  }

  /** @returns the poll as it was closed; undefined if it was closed before. */
  close(id: string): Poll | undefined {
    const known = this.open.get(id);
    if (!known) return undefined;
    this.open.delete(id);
    const poll = this.change(known, (before) => ({ ...before, is_closed: true }));
    if (poll) known.bot?.tell("poll", poll);
    return poll;
  }

  private change({ chat, messageId }: OpenPoll, changed: (poll: Poll) => Poll): Poll | undefined {
    const before = chat.find(messageId)?.message.poll;
    const poll = before && changed(before);
    if (poll) chat.updatePoll(messageId, poll);
    return poll;
  }
}

function counted(poll: Poll, votes: readonly (readonly number[])[]): Poll {
  const options = poll.options.map((option, index) => ({
    ...option,
    voter_count: votes.filter((chosen) => chosen.includes(index)).length,
  }));
  return { ...poll, options, total_voter_count: votes.length };
}
