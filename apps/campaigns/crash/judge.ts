import assert from "node:assert/strict";
import type { Update } from "@grammyjs/types";
import type { Reading } from "#core";
import type { Talker } from "../../acceptance/stage/talker.ts";
import type { Aftermath } from "./aftermath.ts";
import type { Progress, Step } from "./steps.ts";
import type { Tally } from "./tally.ts";

/** One message that a kill was aimed at. */
export interface Target {
  readonly talker: Talker;
  readonly number: number;
  readonly updateId: number;
  /** Ids of what Telegram has kept. */
  readonly waiting: readonly number[];
  readonly left: Aftermath;
}

/** Says what is wrong, from what people have seen and what the store holds. */
export class Judge {
  /** Where kills fell between an answer and its commit: by user and message, one place for each time. */
  private readonly excuses = new Map<Talker, Map<number, string[]>>();
  /** How many of the answers that came again are in the tally. */
  private readonly counted = new Map<Talker, Map<number, number>>();

  constructor(
    private readonly talkers: readonly Talker[],
    private readonly tally: Tally,
  ) {}

  /** Counts a kill, and remembers what it cut off between an answer and its commit: this alone may come again. */
  note(left: Aftermath, place: string): void {
    this.tally.at(place).kills++;
    for (const talker of this.talkers) {
      const session = left.sessions.get(talker.user.id);
      const unsettled = (session?.turns ?? []).map(({ prompt }) => prompt);
      for (const number of talker.answers().keys()) {
        const isOpen = number > (session?.turnCount ?? 0) || unsettled.includes(talker.text(number));
        if (isOpen) listIn(this.excuses, talker, number).push(place);
      }
    }
  }

  /**
   * Every message is in exactly one place: counted in its session, or still to be counted, with Telegram or in the inbox.
   * @throws if one is lost or doubled.
   */
  assertAllAccountedFor({ sessions, unfinished, held, aside }: Aftermath, waiting: Iterable<Update>): void {
    const toCome = new Map<number, Set<number>>();
    const add = (userId: number | undefined, updateId: number) => {
      if (userId !== undefined) toCome.set(userId, (toCome.get(userId) ?? new Set()).add(updateId));
    };
    for (const { update_id, message } of waiting) if (!held.has(update_id)) add(message?.from?.id, update_id);
    for (const [updateId, { userId, position }] of unfinished) {
      if (userId !== undefined && !sessions.get(userId)?.seen.includes(position)) add(userId, updateId);
    }
    for (const { user, sent } of this.talkers) {
      const counted = sessions.get(user.id)?.turnCount ?? 0;
      const left = toCome.get(user.id)?.size ?? 0;
      assert.equal(counted + left, sent, `${user.firstName}: ${counted} counted and ${left} to come, of ${sent} sent`);
    }
    assert.equal(aside, 0, `${aside} updates were set aside`);
  }

  /** @throws if the kill did not fall where it should have. */
  assertFellAt({ shows }: Step, target: Target): void {
    const progress = progressOf(target);
    const shown = Object.fromEntries(Object.keys(shows).map((name) => [name, progress[name as keyof Progress]]));
    assert.deepEqual(shown, shows, "The kill fell somewhere else.");
  }

  /** When all is answered. @throws if a message is counted twice or not at all, or answered again without excuse. */
  assertSettled(readings: ReadonlyMap<number, Reading>): void {
    for (const talker of this.talkers) {
      const { user, sent } = talker;
      const reading = readings.get(user.id);
      assert.equal(reading?.state, "found", `the session of ${user.firstName} is ${reading?.state}`);
      assert.equal(reading.session.turnCount, sent, `turn count of ${user.firstName}`);
      const answers = talker.answers();
      for (let number = 1; number <= sent; number++) this.judgeAnswers(talker, number, answers.get(number) ?? 0);
    }
  }

  private judgeAnswers(talker: Talker, number: number, times: number): void {
    const who = `message ${number} of ${talker.user.firstName}`;
    assert.ok(times > 0, `${who} was not answered`);
    const again = times - 1;
    if (again === 0) return;
    const excuses = this.excuses.get(talker)?.get(number) ?? [];
    assert.ok(
      again <= excuses.length,
      `${who} was answered ${times} times, and ${excuses.length} kills fell between its answer and its commit`,
    );
    const counted = this.counted.get(talker) ?? new Map<number, number>();
    for (const place of excuses.slice(counted.get(number) ?? 0, again)) this.tally.at(place).duplicates++;
    this.counted.set(talker, counted.set(number, again));
  }
}

function progressOf({ talker, number, updateId, waiting, left }: Target): Progress {
  const session = left.sessions.get(talker.user.id);
  const acknowledged = !waiting.includes(updateId);
  const stored = left.held.has(updateId);
  const turn = session?.turns.find(({ prompt }) => prompt === talker.text(number));
  return {
    stored,
    acknowledged,
    counted: (session?.turnCount ?? 0) >= number,
    replied: talker.answers().has(number),
    // Once acknowledged and done with, it may also have been forgotten.
    finished: (stored || acknowledged) && !left.unfinished.has(updateId),
    turn: (turn?.state ?? "none") as Progress["turn"],
  };
}

function listIn(lists: Map<Talker, Map<number, string[]>>, talker: Talker, number: number): string[] {
  const mine = lists.get(talker) ?? new Map<number, string[]>();
  lists.set(talker, mine);
  const list = mine.get(number) ?? [];
  mine.set(number, list);
  return list;
}
