import assert from "node:assert/strict";
import type { Message } from "@grammyjs/types";
import { expect, type User } from "#harness";

/**
 * A user who sends numbered messages, reads everything that comes, in its order, allows what the agent asks for, and
 * presses Retry on every receipt. A message's number is what the turn count must be after it.
 */
export class Talker {
  receipts = 0;
  /** Presses on a receipt that came twice. */
  refusedPresses = 0;
  /** The numbers under which something needed permission. */
  readonly permitted: number[] = [];
  private count = 0;
  private readonly prompts = new Line("prompt");
  private readonly rolls = new Line("roll");
  /** Telegram's ids of what was sent under each number: of an album several. */
  private readonly messageIds: (readonly number[])[] = [];
  private readonly reading: Promise<void>;
  private silent = false;
  private said = Promise.withResolvers<void>();
  private read = Promise.withResolvers<void>();

  /** @param secret a word that no other chat may show, planted as a canary. */
  constructor(
    readonly user: User,
    private readonly secret: string,
  ) {
    this.reading = this.readOn();
    // Looked at in `settled` and `done`; until then a failure must not end the process.
    this.reading.catch(() => {});
  }

  /** How many messages that count as turns. */
  get sent(): number {
    return this.count;
  }

  /** Asks the agent: the answer comes when the turn has run. @returns the message's number. */
  speak(): Promise<number> {
    return this.say(this.prompts, (text) => this.user.send(text));
  }

  /** What the prompt of this number says. */
  text(number: number): string {
    return `${this.secret} ${number}`;
  }

  /** As `speak`, for something that the stand-in for an agent needs permission for. */
  async ask(): Promise<number> {
    const number = await this.say(this.prompts, (text) => this.user.send(`ask ${text}`));
    this.permitted.push(number);
    return number;
  }

  /** As `speak`, for something that takes the stand-in long enough for its answer to be seen growing. */
  askForLong(): Promise<number> {
    return this.say(this.prompts, (text) => this.user.send(`slow 4s ${text}`));
  }

  /** As `speak`, aloud. The recording is the text itself, for a bot with `TRANSCRIBER=command:cat`. */
  record(): Promise<number> {
    return this.say(this.prompts, (text) => this.user.sendVoice({ bytes: Buffer.from(text) }));
  }

  /** As `speak`, below a picture that is the first of an album. */
  show(): Promise<number> {
    const pictures = Array.from({ length: PICTURES }, () => ({ kind: "photo" as const }));
    return this.say(this.prompts, (caption) =>
      this.user.sendAlbum(pictures.map((picture, index) => ({ ...picture, ...(index === 0 && { caption }) }))),
    );
  }

  /** The number under which this message was sent, or begun. */
  numberOf(messageId: number): number | undefined {
    const index = this.messageIds.findIndex((ids = []) => ids.includes(messageId));
    return index < 0 ? undefined : index;
  }

  /** What belongs to a message that was sent under this number. */
  partsOf(number: number): readonly number[] {
    return this.messageIds[number] ?? [];
  }

  /** Asks a plugin that counts a turn and replies at once, with the count: `apps/example/dice.ts`. */
  roll(): Promise<number> {
    return this.say(this.rolls, () => this.user.send("/dice"));
  }

  /** Resolves when everything sent so far is answered. @throws if something is not, or the order is wrong. */
  async settled(): Promise<void> {
    while (this.isWaiting) await Promise.race([this.reading, this.read.promise]);
  }

  /** As `settled`, and sends no more. */
  async done(): Promise<void> {
    this.silent = true;
    this.said.resolve();
    await this.reading;
  }

  /** How often each message has been answered, by its number. */
  answers(): ReadonlyMap<number, number> {
    const times = new Map<number, number>();
    for (const { from, text = "" } of this.user.messages()) {
      const number = from?.is_bot ? this.answered(text)?.number : undefined;
      if (number !== undefined) times.set(number, (times.get(number) ?? 0) + 1);
    }
    return times;
  }

  /** How many answers came more than once. */
  get duplicates(): number {
    return this.answers()
      .values()
      .reduce((sum, times) => sum + times - 1, 0);
  }

  private get isWaiting(): boolean {
    return this.prompts.isOpen || this.rolls.isOpen;
  }

  private async say(line: Line, send: (text: string) => Promise<Message | readonly Message[]>): Promise<number> {
    const number = ++this.count;
    line.add(number);
    const sent = await send(this.text(number));
    this.messageIds[number] = [sent].flat().map(({ message_id }) => message_id);
    this.said.resolve();
    return number;
  }

  private async readOn(): Promise<void> {
    for (;;) {
      while (!this.isWaiting) {
        if (this.silent) return;
        this.said = Promise.withResolvers();
        await this.said.promise;
      }
      const { message } = await expect(this.user).toSee(ANYTHING, { within: PATIENCE_MS });
      await this.take(message.text ?? "");
      this.read.resolve();
      this.read = Promise.withResolvers();
    }
  }

  private async take(text: string): Promise<void> {
    assert.doesNotMatch(text, /^❌|Something went wrong|gone from the store/);
    const answered = this.answered(text);
    if (answered) this.takeAnswer(answered);
    // Pressed already, or decided, it has that button no more.
    if (text.includes("needs your permission")) await this.user.press("Allow once").catch(() => undefined);
    if (!text.includes("I was interrupted")) return;
    this.receipts++;
    await this.retry();
  }

  private takeAnswer({ line, number, pictures }: Answered): void {
    const sent = this.partsOf(number).length;
    if (sent > 1) assert.equal(pictures, sent, `prompt ${number} was answered without all of its pictures`);
    line.take(number);
  }

  private answered(text: string): Answered | undefined {
    const [said = "", prompt] = text.split(`${this.secret} `);
    if (prompt && ECHOED.test(said)) {
      const [, number, pictures = ""] = /^(\d+)((?:\n📎 .*)*)$/.exec(prompt) ?? [];
      if (number === undefined) return undefined;
      return { line: this.prompts, number: Number(number), pictures: pictures.split("📎").length - 1 };
    }
    const roll = /^🎲 \d+ \(roll (\d+)\)$/.exec(text)?.[1];
    return roll === undefined ? undefined : { line: this.rolls, number: Number(roll), pictures: 0 };
  }

  private async retry(): Promise<void> {
    for (let presses = 0; presses < 5; presses++) {
      const answer = await this.user.press("🔁 Retry").catch(() => undefined);
      if (answer === undefined) return;
      this.refusedPresses++;
    }
  }
}

interface Answered {
  readonly line: Line;
  readonly number: number;
  /** How many the agent had before it. */
  readonly pictures: number;
}

/** Messages of one kind, whose answers must come in the order in which they were sent. */
class Line {
  private readonly numbers: number[] = [];
  private next = 0;

  constructor(private readonly name: string) {}

  get isOpen(): boolean {
    return this.next < this.numbers.length;
  }

  add(number: number): void {
    this.numbers.push(number);
  }

  /** An answer that comes again must do so before the next one comes: until then its message is not done with. */
  take(number: number): void {
    if (number === this.numbers[this.next]) this.next++;
    else if (number !== this.numbers[this.next - 1]) {
      throw new Error(`${this.name} ${number} was answered out of its order: ${this.numbers[this.next]} comes next`);
    }
  }
}

const ANYTHING = "";
/** What stands before the words of a prompt in the answer of the stand-in. */
const ECHOED = /^🪞[^:]*: (?:I would now run: |slow 4s )?$/;
/** In an album. */
const PICTURES = 2;
const PATIENCE_MS = 45_000;
