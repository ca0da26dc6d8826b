import { tooManyRequests } from "../server/refusal.ts";
import { Pulse } from "../world/pulse.ts";
import type { ServerClock } from "../world/server-clock.ts";
import { Bucket, type Rate } from "./bucket.ts";

/**
 * How much a bot may send. **Approximate**: Telegram publishes "about one message a second in a chat, 20 a minute in a
 * group, 30 a second overall", and not how bursts count.
 *
 * @see https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
 */
export interface FloodLimits {
  readonly chat: Rate;
  readonly group: Rate;
  readonly overall: Rate;
}

export const approximateLimits: FloodLimits = {
  chat: { count: 3, seconds: 3 },
  group: { count: 20, seconds: 60 },
  overall: { count: 30, seconds: 1 },
};

/** Waits that add up to no more than this are absorbed: the bot sees a slow answer, not a refusal. In seconds. */
const ABSORBED_S = 8;

/**
 * Slows a bot down as Telegram's flood control does: sends and edits share the budget of chat, group and account; short
 * waits happen inside the server, longer ones are a 429, and what got one was not sent.
 */
export class FloodControl {
  /** Beats whenever a call is made to wait, with how long, in seconds. */
  readonly slowed = new Pulse<number>();
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly clock: ServerClock,
    private readonly limits: FloodLimits,
  ) {}

  /**
   * Resolves when the call may be carried out, with what gives its share back if it is refused for another reason.
   * @throws {Refusal} 429 with the last wait.
   */
  async admit(bot: string, method: string, chatId: string): Promise<() => void> {
    if (!COUNTED.test(method) || FREE.has(method)) return () => {};
    const buckets = this.bucketsOf(bot, chatId);
    for (let absorbed = 0; ; ) {
      const { now } = this.clock;
      const wait = Math.ceil(Math.max(...buckets.map((bucket) => bucket.waitFor(now))) / 1000);
      if (wait === 0) {
        for (const bucket of buckets) bucket.take(now);
        return () => {
          for (const bucket of buckets) bucket.giveBack();
        };
      }
      absorbed += wait;
      if (absorbed > ABSORBED_S) throw tooManyRequests(wait);
      const over = this.clock.pause(wait * 1000);
      this.slowed.beat(wait);
      await over;
    }
  }

  private bucketsOf(bot: string, chatId: string): Bucket[] {
    const isGroup = chatId.startsWith("-") || chatId.startsWith("@");
    const { overall, group, chat } = this.limits;
    return [
      this.bucket(bot, overall),
      this.bucket(`${bot} ${chatId}`, chat),
      ...(isGroup ? [this.bucket(`${bot} group ${chatId}`, group)] : []),
    ];
  }

  private bucket(key: string, rate: Rate): Bucket {
    const bucket = this.buckets.get(key) ?? new Bucket(rate);
    this.buckets.set(key, bucket);
    return bucket;
  }
}

/** Names are in lower case. */
const COUNTED = /^(send|edit|forward|copy)/;
/** Not messages: shown for moments. */
const FREE: ReadonlySet<string> = new Set(["sendchataction", "sendmessagedraft"]);
