import type { Update } from "grammy/types";

/** What came back to a crowd, judged as a person would. */
export interface Verdict {
  readonly replies: number;
  /** Messages that were never answered. */
  readonly unanswered: number;
  /** Replies that say a lower number than the one before. */
  readonly outOfOrder: number;
  /** Replies whose number is not one that was due, or was said before: a count was lost, or a message answered twice. */
  readonly wrong: number;
}

/**
 * People who send numbered messages, 1, 2, 3 and so on for each of them. A bot that counts well answers each with its
 * number, in order.
 */
export class Crowd {
  private readonly talks = new Map<number, Talk>();
  private messages = 0;

  send(user: number): Update {
    const talk = this.talkOf(user);
    talk.waitingSince.push(performance.now());
    talk.sent += 1;
    this.messages += 1;
    return update(this.messages, user, talk.sent);
  }

  /** Takes back a user's last message, which was not delivered. */
  withdraw(user: number): void {
    const talk = this.talkOf(user);
    talk.waitingSince.pop();
    talk.sent -= 1;
  }

  /** Takes a reply to be to the user's oldest message that waits for one. @returns how long that has waited, in ms. */
  reply(user: number, text: string): number | undefined {
    const talk = this.talkOf(user);
    talk.replies.push(Number(text));
    const since = talk.waitingSince.shift();
    return since === undefined ? undefined : performance.now() - since;
  }

  get waiting(): number {
    return sum([...this.talks.values()].map(({ waitingSince }) => waitingSince.length));
  }

  judge(): Verdict {
    const talks = [...this.talks.values()];
    return {
      replies: sum(talks.map(({ replies }) => replies.length)),
      unanswered: this.waiting,
      outOfOrder: sum(talks.map(({ replies }) => replies.filter((said, at) => said < (replies[at - 1] ?? 0)).length)),
      wrong: sum(talks.map(({ replies, sent }) => replies.length - new Set(replies.filter(within(sent))).size)),
    };
  }

  private talkOf(user: number): Talk {
    const known = this.talks.get(user);
    if (known) return known;
    const talk = { sent: 0, waitingSince: [], replies: [] };
    this.talks.set(user, talk);
    return talk;
  }
}

interface Talk {
  sent: number;
  /** When each unanswered message was sent, oldest first. */
  readonly waitingSince: number[];
  readonly replies: number[];
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

const within = (most: number) => (number: number) => Number.isInteger(number) && number >= 1 && number <= most;

function update(id: number, user: number, number: number): Update {
  const from = { id: user, is_bot: false, first_name: `User ${user}`, language_code: "en" };
  const chat = { id: user, type: "private" as const, first_name: from.first_name };
  return { update_id: id, message: { message_id: id, from, chat, date: 1_700_000_000, text: String(number) } };
}
