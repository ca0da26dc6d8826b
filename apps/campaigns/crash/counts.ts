import assert from "node:assert/strict";
import type { Talker } from "../../acceptance/stage/talker.ts";

interface Counted {
  readonly turnCount: number;
}

/** How many of a user's messages are counted, though a compaction begins the turn count anew. */
export class Counts {
  /** What a compaction forgets that may have happened or not. */
  private readonly due = new Map<Talker, number>();

  /** Before the next message of this user, who has sent two or more, comes a compaction. */
  expectCompaction(talker: Talker): void {
    this.due.set(talker, talker.sent);
  }

  /** All is counted as if there had been none. */
  forgetCompaction(talker: Talker): void {
    this.due.delete(talker);
  }

  of(talker: Talker, session: Counted = { turnCount: 0 }): number {
    const { turnCount } = session;
    return turnCount + (isCompacted(session) ? (this.due.get(talker) ?? 0) : 0);
  }

  /** Nothing is at work any more. @throws if the user was told otherwise than it is. */
  assertTold(talker: Talker, session: Counted): void {
    if (!this.due.has(talker)) return;
    const told = talker.user.messages().findLast(({ text }) => text && TOLD.test(text))?.text ?? "nothing";
    assert.equal(told.includes(DONE), isCompacted(session), `${talker.user.firstName} is told: ${told}`);
  }
}

/** After it only the message behind it is counted. */
const isCompacted = ({ turnCount }: Counted) => turnCount <= 1;

const DONE = "Session compacted!";
const TOLD = /Session compacted!|Compacting was interrupted/;
