import type { MessageEntity, Poll } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { formatText, lengthOf } from "../../text/formatted-text.ts";
import type { World } from "../../world/world.ts";

const mostOptions = 12;
const longestQuestion = 300;
const longestOption = 100;

/** A poll as a call describes it. @throws {Refusal} in the words of TDLib. */
export function pollIn(call: Arguments, world: World): Omit<Poll, "id"> {
  const question = worded(call, "question", world);
  const options = optionsIn(call, world);
  if (question.text === "") throw badRequest("poll question must be non-empty");
  if (lengthOf(question.text) > longestQuestion) {
    throw badRequest(`poll question length must not exceed ${longestQuestion}`);
  }
  const quiz = call.text("type") === "quiz" ? quizIn(call, world, options.length) : undefined;
  const period = call.integer("open_period");
  const closes = call.integer("close_date");
  return {
    question: question.text,
    ...(question.entities && { question_entities: question.entities }),
    options,
    total_voter_count: 0,
    is_closed: call.boolean("is_closed"),
    is_anonymous: call.text("is_anonymous") === "" || call.boolean("is_anonymous"),
    type: quiz ? "quiz" : "regular",
    allows_multiple_answers: call.boolean("allows_multiple_answers"),
    allows_revoting: call.text("allows_revoting") === "" ? !quiz : call.boolean("allows_revoting"),
    members_only: call.boolean("members_only"),
    ...quiz,
    ...(period > 0 && { open_period: period }),
    ...(closes > 0 && { close_date: closes }),
  };
}

function optionsIn(call: Arguments, world: World): Poll["options"] {
  const given = call.json("options", "options") ?? [];
  if (!Array.isArray(given)) throw badRequest("expected an Array of InputPollOption as options");
  if (given.length === 0) throw badRequest("poll must have at least 1 option");
  if (given.length > mostOptions) throw badRequest(`poll can't have more than ${mostOptions} options`);
  return given.map((option: unknown, index) => {
    const fields = call.within(
      new Map(Object.entries(typeof option === "object" && option ? option : { text: option })),
    );
    const { text, entities } = worded(fields, "text", world);
    if (text === "") throw badRequest("poll options must be non-empty");
    if (lengthOf(text) > longestOption) throw badRequest(`poll options length must not exceed ${longestOption}`);
    return { persistent_id: String(index), text, ...(entities && { text_entities: entities }), voter_count: 0 };
  });
}

function quizIn(call: Arguments, world: World, options: number): Partial<Poll> {
  const correct = call.json("correct_option_ids", "correct option identifiers") ?? [
    call.integer("correct_option_id", { absent: -1 }),
  ];
  const isRight = Array.isArray(correct) && correct.length > 0 && correct.every((id) => id >= 0 && id < options);
  if (!isRight) throw badRequest("wrong correct option ID specified");
  const { text, entities } = worded(call, "explanation", world);
  return {
    correct_option_ids: correct.map(Number),
    ...(text && { explanation: text }),
    ...(entities && { explanation_entities: entities }),
  };
}

/** A text with a parse mode and entities of its own. */
function worded(call: Arguments, name: string, world: World): { text: string; entities?: MessageEntity[] } {
  const { text, entities } = formatText({
    text: call.text(name),
    parseMode: call.text(`${name}_parse_mode`),
    entities: call.looseJson(`${name}_entities`),
    findUser: (id) => world.user(id),
  });
  return { text, ...(entities.length > 0 && { entities: [...entities] }) };
}
