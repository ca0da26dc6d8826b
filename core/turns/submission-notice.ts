import type { InlineKeyboard } from "grammy";
import { wordsFor } from "./standing.ts";
import type { Submission } from "./turns.ts";

export interface SubmissionNotice {
  readonly text: string;
  readonly buttons: InlineKeyboard | undefined;
}

/** What a user has to hear when a message was accepted as a turn, or was not; undefined: nothing, it runs. */
export function noticeOf(submission: Submission): SubmissionNotice | undefined {
  if (submission.state === "full") {
    if (submission.told) return undefined;
    if (submission.inAll) {
      const text = `❌ Not accepted: of all users, as many requests wait as may (${submission.limit}). Send it again later.`;
      return { text, buttons: undefined };
    }
    const text = `❌ Not accepted: ${submission.limit} requests are waiting already. I take no more until half of them are done; then I'll tell you how many I missed.`;
    return { text, buttons: undefined };
  }
  const { ahead, blockedBy, heldBy } = submission;
  // Of a flood of messages not each: Telegram would throttle the notices, and the answers with them.
  const isTold = blockedBy || heldBy || (ahead > 0 && (ahead <= 3 || ahead % 10 === 0));
  return isTold ? wordsFor(submission) : undefined;
}
