import assert from "node:assert/strict";
import type { Update } from "@grammyjs/types";
import type { AuditEntry, Reading } from "#core";
import type { Talker } from "../../acceptance/stage/talker.ts";
import { type Aftermath, type Sender, type SessionLeft, senderOf } from "./aftermath.ts";
import { Counts } from "./counts.ts";
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
  /** Which numbers their turn counts stand for. */
  readonly counts = new Counts();
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
      for (const number of talker.answers().keys()) {
        const isOpen = number > this.counts.of(talker, session) || turnOf(session, talker, number) !== undefined;
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
    const add = (sender: Sender | undefined, updateId: number) => {
      if (!sender || this.isFurtherPart(sender)) return;
      toCome.set(sender.userId, (toCome.get(sender.userId) ?? new Set()).add(updateId));
    };
    for (const update of waiting) if (!held.has(update.update_id)) add(senderOf(update), update.update_id);
    for (const [updateId, { sender, position }] of unfinished) {
      if (sender && !sessions.get(sender.userId)?.seen.includes(position)) add(sender, updateId);
    }
    for (const talker of this.talkers) {
      const { user, sent } = talker;
      const counted = this.counts.of(talker, sessions.get(user.id));
      const left = toCome.get(user.id)?.size ?? 0;
      assert.equal(counted + left, sent, `${user.firstName}: ${counted} counted and ${left} to come, of ${sent} sent`);
    }
    assert.equal(aside, 0, `${aside} updates were set aside`);
  }

  /** @throws if the kill did not fall where it should have. */
  assertFellAt({ shows }: Step, target: Target): void {
    const progress = progressOf(target, this.counts);
    const shown = Object.fromEntries(Object.keys(shows).map((name) => [name, progress[name as keyof Progress]]));
    assert.deepEqual(shown, shows, "The kill fell somewhere else.");
  }

  /** When all is answered. @throws if a message is counted twice or not at all, or answered again without excuse. */
  assertSettled(readings: ReadonlyMap<number, Reading>, audit: readonly AuditEntry[] = []): void {
    const allowed = allowedIn(audit);
    for (const talker of this.talkers) {
      const { user, sent } = talker;
      const reading = readings.get(user.id);
      assert.equal(reading?.state, "found", `the session of ${user.firstName} is ${reading?.state}`);
      this.counts.assertTold(talker, reading.session);
      assert.equal(this.counts.of(talker, reading.session), sent, `turn count of ${user.firstName}`);
      for (const number of talker.permitted)
        assert.ok(
          allowed.has(talker.text(number)),
          `what allowed message ${number} of ${user.firstName} is not audited`,
        );
      const answers = talker.answers();
      for (let number = 1; number <= sent; number++) this.judgeAnswers(talker, number, answers.get(number) ?? 0);
    }
  }

  /** Such as the second picture of an album: it is not counted. */
  private isFurtherPart({ userId, messageId }: Sender): boolean {
    const talker = this.talkers.find(({ user }) => user.id === userId);
    const number = talker?.numberOf(messageId);
    return number !== undefined && talker?.partsOf(number)[0] !== messageId;
  }

  private judgeAnswers(talker: Talker, number: number, times: number): void {
    const who = `message ${number} of ${talker.user.firstName}`;
    assert.ok(times > 0, `${who} was not answered`);
    const again = times - 1;
    if (again === 0) return;
    const excuses = this.excuses.get(talker)?.get(number) ?? [];
    assert.ok(
      again <= excuses.length,
      `${who} was answered ${times} times, and ${excuses.length} kills fell between its answer and its commit:\n${lastOf(talker)}`,
    );
    const counted = this.counted.get(talker) ?? new Map<number, number>();
    for (const place of excuses.slice(counted.get(number) ?? 0, again)) this.tally.at(place).duplicates++;
    this.counted.set(talker, counted.set(number, again));
  }
}

function progressOf({ talker, number, updateId, waiting, left }: Target, counts: Counts): Progress {
  const session = left.sessions.get(talker.user.id);
  const acknowledged = !waiting.includes(updateId);
  const stored = left.held.has(updateId);
  const turn = turnOf(session, talker, number);
  const compaction = session?.turns.find(({ kind }) => kind !== "prompt");
  const asked = turn?.asks?.at(-1);
  return {
    stored,
    acknowledged,
    counted: counts.of(talker, session) >= number,
    replied: talker.answers().has(number),
    // Once acknowledged and done with, it may also have been forgotten.
    finished: (stored || acknowledged) && !left.unfinished.has(updateId),
    turn: turn?.state ?? "none",
    awaited: turn?.awaits !== undefined,
    whole: talker.partsOf(number).every((id) => turn?.messageIds?.includes(id)),
    permission: asked ? (asked.decision ? "allowed" : "asked") : "none",
    audited: left.audit.some(({ turnId, outcome }) => turnId === turn?.id && outcome === "allowed once"),
    compaction: compaction?.state ?? "none",
  };
}

/** What there was to read at last. */
const lastOf = ({ user }: Talker) =>
  user
    .messages()
    .slice(-12)
    .map(({ message_id, from, text = "(a file)" }) => `${message_id} ${from?.is_bot ? "bot" : "user"}: ${text}`)
    .join("\n");

const turnOf = (session: SessionLeft | undefined, talker: Talker, number: number) =>
  session?.turns.find(({ messageIds = [] }) => messageIds.some((id) => talker.numberOf(id) === number));

/** What was allowed, by what there was to judge by. */
function allowedIn(audit: readonly AuditEntry[]): ReadonlySet<string | undefined> {
  const entriesOf = (wanted: AuditEntry["outcome"]) => audit.filter(({ outcome }) => outcome === wanted);
  const details = new Map(entriesOf("asked").map(({ requestId, detail }) => [requestId, detail]));
  return new Set(entriesOf("allowed once").map(({ requestId }) => details.get(requestId)));
}

function listIn(lists: Map<Talker, Map<number, string[]>>, talker: Talker, number: number): string[] {
  const mine = lists.get(talker) ?? new Map<number, string[]>();
  lists.set(talker, mine);
  const list = mine.get(number) ?? [];
  mine.set(number, list);
  return list;
}
