import assert from "node:assert/strict";
import { expect, type User } from "#harness";

/** Mulberry32: the same instants again from the same seed. @returns numbers from 0 up to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Waits for an instant to be killed at: the one thing here that no event can name. */
export const instant = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A user who sends numbered messages, reads the answers in order, and presses Retry on every receipt. */
export class Talker {
  readonly sent: string[] = [];
  receipts = 0;
  /** Presses that came too early, between the receipt and the commit behind it, or on a receipt that came twice. */
  refusedPresses = 0;
  private readonly reading: Promise<void>;
  private silent = false;
  private said = Promise.withResolvers<void>();

  constructor(
    readonly user: User,
    private readonly secret: string,
  ) {
    this.reading = this.readOn();
    // Looked at in `done`; until then a failure must not end the process.
    this.reading.catch(() => {});
  }

  async speak(): Promise<void> {
    const text = `${this.secret} ${this.sent.length + 1}`;
    await this.user.send(text);
    this.sent.push(text);
    this.said.resolve();
  }

  /** Resolves when every message is answered. @throws if one is not, or the order is wrong. */
  async done(): Promise<void> {
    this.silent = true;
    this.said.resolve();
    await this.reading;
  }

  /** How many answers came more than once. */
  get duplicates(): number {
    const answers = this.user.messages().filter(({ from }) => from?.is_bot);
    const times = this.sent.map((text) => answers.filter((answer) => answer.text?.endsWith(`): ${text}`)).length);
    return times.reduce((sum, count) => sum + count - 1, 0);
  }

  private async readOn(): Promise<void> {
    for (let next = 0; ; next++) {
      while (next >= this.sent.length) {
        if (this.silent) return;
        this.said = Promise.withResolvers();
        await this.said.promise;
      }
      await this.readAnswerTo(this.sent[next] ?? "");
    }
  }

  /** Reading goes on only forwards, so an answer before its turn would leave this one missing. */
  private async readAnswerTo(text: string): Promise<void> {
    const wanted = new RegExp(`\\): ${text}$|I was interrupted|Something went wrong`);
    for (;;) {
      const [found] = await expect(this.user).toSee(wanted, { within: PATIENCE_MS });
      assert.notEqual(found, "Something went wrong");
      if (found !== "I was interrupted") return;
      this.receipts++;
      await this.retry();
    }
  }

  private async retry(): Promise<void> {
    for (let presses = 0; presses < 5; presses++) {
      const answer = await this.user.press("🔁 Retry").catch(() => undefined);
      if (answer === undefined) return;
      this.refusedPresses++;
    }
  }
}

const PATIENCE_MS = 45_000;
