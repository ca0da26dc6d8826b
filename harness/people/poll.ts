import type { Poll } from "@grammyjs/types";

/** A poll as a person makes it. */
export interface NewPoll {
  readonly question: string;
  /** 2 to 12. */
  readonly options: readonly string[];
  /** Default: nobody is shown who voted for what. */
  readonly isAnonymous?: boolean;
  readonly allowsMultipleAnswers?: boolean;
  /** A quiz: which option is right, by its place. */
  readonly correct?: number;
}

export function pollOf(
  { question, options, isAnonymous = true, allowsMultipleAnswers = false, correct }: NewPoll,
  id: string,
): Poll {
  if (options.length < 2 || options.length > 12) throw new Error("A poll has 2 to 12 options.");
  return {
    id,
    question,
    options: options.map((text, index) => ({ persistent_id: String(index), text, voter_count: 0 })),
    total_voter_count: 0,
    is_closed: false,
    is_anonymous: isAnonymous,
    type: correct === undefined ? "regular" : "quiz",
    allows_multiple_answers: allowsMultipleAnswers,
    allows_revoting: correct === undefined,
    members_only: false,
    ...(correct !== undefined && { correct_option_ids: [correct] }),
  };
}
