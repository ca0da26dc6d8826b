import { type Api, GrammyError } from "grammy";
import type { Access, Clock, Log, Values } from "#core";
import { nextTask, type Reminder, type ReminderList, sent, tidied, waiting } from "./reminder-list.ts";
import { spanInWords } from "./when.ts";

export interface AlarmClockParts {
  /** By user id. */
  readonly lists: Values<ReminderList>;
  readonly api: Api;
  readonly access: Access;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Sends reminders when they are due, and those of the time when the bot was not running at its start.
 *
 * Each is sent first and noted as sent right after. So none is lost, and one comes twice only if the process is killed
 * after Telegram has taken the message and before the store has taken the note, or if the connection breaks before
 * Telegram's answer arrives: nobody could know then. A store that is away in between does not do it: what this process
 * has sent it remembers until that is noted.
 *
 * One look at the clock a second, and at the store only when something is due.
 */
export class AlarmClock {
  /** When there is something to do, in ms since the epoch; at first the store has to be asked. */
  private next = 0;
  private readonly sentNotNoted = new Set<string>();
  private failing = false;
  private timer: NodeJS.Timeout | undefined;
  private ringing: Promise<void> | undefined;

  constructor(private readonly parts: AlarmClockParts) {}

  start(): void {
    // What another process did meanwhile is in the store only.
    this.next = 0;
    this.timer = setInterval(() => this.look(), LOOK_MS);
    this.look();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.ringing;
  }

  /** There is something to do at `due`. */
  expect(due: number): void {
    this.next = Math.min(this.next, due);
  }

  private look(): void {
    if (this.ringing || this.parts.clock.now() < this.next) return;
    this.ringing = this.ring().finally(() => {
      this.ringing = undefined;
    });
  }

  private async ring(): Promise<void> {
    const { lists, clock, log } = this.parts;
    const now = clock.now();
    // Before the store is read: what is added meanwhile brings it forward again.
    this.next = Number.POSITIVE_INFINITY;
    try {
      const users: string[] = [];
      for await (const [userId, list] of lists.marked()) {
        if (nextTask(list) > now || users.length === MOST_AT_ONCE) {
          this.expect(nextTask(list));
          break;
        }
        users.push(userId);
      }
      // All of them end before anything is tried again, so that no list is worked on twice at once.
      const rung = await Promise.allSettled(users.map((userId) => this.ringFor(userId, now)));
      const failed = rung.find((outcome) => outcome.status === "rejected");
      if (failed) throw failed.reason;
      this.failing = false;
    } catch (error) {
      this.expect(now + RETRY_MS);
      if (!this.failing) log.error("reminders held up", { error });
      this.failing = true;
    }
  }

  private async ringFor(userId: string, now: number): Promise<void> {
    const { lists, access } = this.parts;
    for (;;) {
      // Read again each time: another one may have been cancelled.
      const [first] = waiting(await lists.read(userId));
      if (!first || first.due > now) break;
      // Somebody may have been taken off the list of users since; then it is done with all the same.
      const wanted = access.allows(Number(userId)) && !this.sentNotNoted.has(first.id);
      if (wanted) await this.send(first, now);
      this.sentNotNoted.add(first.id);
      await lists.update(userId, (list) => sent(list, first.id, now));
      this.sentNotNoted.delete(first.id);
    }
    const left = await lists.update(userId, (list) => tidied(list, now));
    if (left) this.expect(nextTask(left));
  }

  private async send({ chatId, threadId, messageId, text, due }: Reminder, now: number): Promise<void> {
    const late = now - due > LATE_MS ? `\n\n(${spanInWords(now - due)} late: I was away.)` : "";
    try {
      await this.parts.api.sendMessage(chatId, `⏰ ${text}${late}`, {
        message_thread_id: threadId,
        reply_parameters: { message_id: messageId, allow_sending_without_reply: true },
      });
    } catch (error) {
      // Blocked, or the chat is gone: nobody is there to be reminded, and the others must not wait.
      if (!(error instanceof GrammyError)) throw error;
      this.parts.log.info("reminder refused by Telegram", { chatId, error });
    }
  }
}

const LOOK_MS = 1_000;
const RETRY_MS = 5_000;
const LATE_MS = 60_000;
/** Users, so that a long absence does not end in a flood. */
const MOST_AT_ONCE = 20;
