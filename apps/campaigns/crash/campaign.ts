import assert from "node:assert/strict";
import { setTimeout as instant } from "node:timers/promises";
import { readAudit } from "#core";
import { randomFrom } from "#harness";
import { eventually } from "../../acceptance/scenarios/eventually.ts";
import { type Column, nameOf } from "../../acceptance/stage/column.ts";
import type { Talker } from "../../acceptance/stage/talker.ts";
import { type Aftermath, aftermath } from "./aftermath.ts";
import { Judge } from "./judge.ts";
import { type Aim, nameOfAim, plan, WHILE_STARTING } from "./plan.ts";
import { type CrashStage, crashStage } from "./stage.ts";
import type { MessageKind, Step } from "./steps.ts";
import { Tally } from "./tally.ts";
import { setTrap } from "./trap.ts";

export interface CampaignOptions {
  readonly column: Column;
  readonly users: number;
  readonly kills: number;
  readonly seed: number;
  readonly print: (line: string) => void;
  /** Where kills are to fall besides random instants. Default: at all steps. */
  readonly steps?: readonly Step[];
}

/**
 * Kills the real bot under load, again and again, at every step and at random instants, and looks after each kill
 * whether anything was lost, done twice or out of order.
 * @throws at the first thing that was.
 */
export async function campaign({ column, users, kills, seed, print, steps }: CampaignOptions): Promise<Tally> {
  const random = randomFrom(seed);
  const aims = plan(kills, random, steps);
  await using stage = await crashStage(column, users);
  const rounds = new Rounds(stage, random);
  await rounds.warmUp();
  for (const [index, aim] of aims.entries()) {
    const begun = performance.now();
    const place = nameOfAim(aim);
    try {
      const said = await rounds.play(aim);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      print(
        `${nameOf(column).padEnd(16)} ${String(index + 1).padStart(3)}/${aims.length}  ${place.padEnd(26)} ${said}, ${seconds} s`,
      );
    } catch (cause) {
      const tail = stage.bot.tail(15).join("\n");
      throw new Error(
        `${nameOf(column)}, kill ${index + 1} of ${aims.length}, ${place}: ${messageOf(cause)}\n${tail}`,
        { cause },
      );
    }
  }
  await rounds.end();
  return rounds.tally;
}

/** One load, one kill (sometimes two), one life to make up for it, again and again on one stage. */
class Rounds {
  readonly tally = new Tally();
  private readonly judge: Judge;

  constructor(
    private readonly stage: CrashStage,
    private readonly random: () => number,
  ) {
    this.judge = new Judge(stage.talkers, this.tally);
  }

  /** Everybody has a session, and the store has seen every kind of call. */
  async warmUp(): Promise<void> {
    const { bot, talkers } = this.stage;
    await bot.start();
    await Promise.all(talkers.flatMap((talker) => [talker.speak(), talker.roll()]));
    await this.settle();
  }

  /** @returns what it came to, in words. */
  async play(aim: Aim): Promise<string> {
    const { bot, talkers } = this.stage;
    const before = { messages: this.sum(({ sent }) => sent), receipts: this.sum(({ receipts }) => receipts) };
    const place = nameOfAim(aim);
    const target = talkers[Math.floor(this.random() * talkers.length)] as Talker;
    const isCompacted = aim !== "random instant" && aim.message === "compacted";
    if (isCompacted) await this.expectCompaction(target);
    const others = talkers.filter((talker) => talker !== target);
    const loads = others.map((talker) => speakNowAndThen(talker, randomFrom(this.random() * 2 ** 32)));
    const instantMs = this.random() * LOAD_MS;
    if (aim === "random instant") await Promise.all([instant(instantMs).then(() => bot.kill()), ...loads]);
    else await this.killAt(aim, target, instantMs, loads);
    if (aim === "random instant") this.judge.note(await this.look(), place);

    if (this.random() < AGAIN) {
      await bot.start({ until: "spawned" });
      await instant(this.random() * 2 * LOAD_MS);
      await bot.kill();
      this.judge.note(await this.look(), WHILE_STARTING);
    }
    if (this.random() < IMPATIENT) await this.stage.forgetOwner();
    await bot.start();
    // Telegram leaves a webhook that failed alone for a while.
    this.stage.telegram.clock.advance(BACK_OFF_MS);
    await this.settle();
    if (isCompacted) await this.forgetCompaction(target);
    const row = this.tally.at(place);
    const messages = this.sum(({ sent }) => sent) - before.messages;
    const receipts = this.sum(({ receipts }) => receipts) - before.receipts;
    row.messages += messages;
    row.receipts += receipts;
    return `${messages} messages, ${receipts} receipts`;
  }

  /** The bot ends well, and nothing was set aside. */
  async end(): Promise<void> {
    const { bot, talkers, telegram } = this.stage;
    await Promise.all(talkers.map((talker) => talker.done()));
    assert.equal(await this.stage.inboxList(), "Nothing was set aside.");
    assert.equal(await bot.stop(), 0);
    assert.deepEqual(bot.output.match(LOSS), null);
    telegram.assertSound();
  }

  private async killAt(step: Step, target: Talker, instantMs: number, loads: readonly Promise<void>[]): Promise<void> {
    const { bot, account } = this.stage;
    const killed = Promise.withResolvers<void>();
    const trap = await setTrap(this.stage, target, step, () => killed.resolve(bot.kill()));
    await instant(instantMs);
    const sending = SENDS[step.message](target);
    const updateId = Math.max(...account.updates.ids);
    trap.sent(updateId);
    const number = await sending;
    await inTime(killed.promise, `The bot never came to the step "${nameOfAim(step)}".`);
    trap.lift();
    await Promise.all(loads);
    const left = await this.look([updateId]);
    this.judge.note(left, nameOfAim(step));
    this.judge.assertFellAt(step, { talker: target, number, updateId, waiting: account.updates.ids, left });
  }

  /** @throws if something is lost, doubled or not sound at this very moment. */
  private async look(alsoAbout: readonly number[] = []): Promise<Aftermath> {
    const { store, column, account } = this.stage;
    const left = await aftermath(store, column, [...account.updates.ids, ...alsoAbout]);
    this.judge.assertAllAccountedFor(left, account.updates);
    return left;
  }

  /** Everything is answered and the bot at rest, and then everything must be right. */
  private async settle(): Promise<void> {
    const { talkers, store, account } = this.stage;
    await Promise.all(talkers.map((talker) => talker.settled()));
    // A reply precedes its commit.
    await eventually(async () => ((await (await fetch(account.idleProbe ?? "")).json()) as { idle: boolean }).idle);
    const audit = await store.open((_, backend) => readAudit(backend));
    this.judge.assertSettled(await store.readings(), audit);
  }

  private async expectCompaction(talker: Talker): Promise<void> {
    this.judge.counts.expectCompaction(talker);
    await this.stage.compactEveryTurn(talker);
  }

  /** The turn count is the number of the message again. */
  private async forgetCompaction(talker: Talker): Promise<void> {
    await this.stage.compactNoMore(talker);
    this.judge.counts.forgetCompaction(talker);
  }

  private sum(of: (talker: Talker) => number): number {
    return this.stage.talkers.reduce((total, talker) => total + of(talker), 0);
  }
}

const SENDS: Readonly<Record<MessageKind, (talker: Talker) => Promise<number>>> = {
  roll: (talker) => talker.roll(),
  prompt: (talker) => talker.speak(),
  slow: (talker) => talker.askForLong(),
  compacted: (talker) => talker.speak(),
  request: (talker) => talker.ask(),
  voice: (talker) => talker.record(),
  album: (talker) => talker.show(),
};

async function speakNowAndThen(talker: Talker, random: () => number): Promise<void> {
  for (let count = Math.floor(random() * 4); count > 0; count--) {
    await instant(random() * LOAD_MS * 0.6);
    await (random() < 0.7 ? talker.speak() : talker.roll());
  }
}

async function inTime<T>(task: Promise<T>, otherwise: string): Promise<T> {
  const over = new AbortController();
  const late = instant(STEP_WITHIN_MS, undefined, { signal: over.signal }).then(() => {
    throw new Error(otherwise);
  });
  return Promise.race([task, late]).finally(() => over.abort());
}

const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));

/** What the log would say of damage. A store that was slow to answer is none. */
const LOSS = /.*"level":"error".*(set aside|damaged|failed|could not be).*/g;
/** How long people write around a kill, in ms. */
const LOAD_MS = 300;
const STEP_WITHIN_MS = 15_000;
/** How often a second kill follows while the bot is starting again. */
const AGAIN = 0.2;
/** How often the next bot on Redis does not wait until the lease of the dead one has run out. */
const IMPATIENT = 0.9;
const BACK_OFF_MS = 10_000;
