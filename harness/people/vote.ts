import type { Message } from "@grammyjs/types";
import type { User } from "./user.ts";

/** See `User.vote`. */
export function vote(user: User, { poll, message_id }: Message, choices: readonly string[]): void {
  if (!poll) throw new Error(`Message ${message_id} has no poll to vote in.`);
  const options = choices.map((choice) => {
    const index = poll.options.findIndex(({ text }) => text === choice);
    if (index < 0) throw new Error(`The poll "${poll.question}" has no option "${choice}".`);
    return index;
  });
  if (options.length > 1 && !poll.allows_multiple_answers) {
    throw new Error(`The poll "${poll.question}" takes one answer.`);
  }
  const told = user.world.polls.vote(poll.id, user.id, options);
  if (!told) throw new Error(`The poll "${poll.question}" is closed.`);
  told.bot?.tell("poll", told.poll);
  if (poll.is_anonymous) return;
  const option_persistent_ids = options.map((index) => poll.options[index]?.persistent_id ?? "");
  told.bot?.tell("poll_answer", { poll_id: poll.id, user: user.json, option_ids: options, option_persistent_ids });
}
