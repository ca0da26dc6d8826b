import { handWritten, type Question, randomQuestions } from "./questions.ts";
import { askTdlib } from "./tdlib.ts";
import { type Mode, modes, type Vector } from "./vector.ts";

/** All vectors, with TDLib's answers. */
export const answered = (): Vector[] => [...handWritten(), ...modes.flatMap(sample)].map(ask);

const ask = (question: Question): Vector => ({
  ...question,
  outcome: askTdlib(question.mode, question.input, question.given),
});

const sample = (mode: Mode): Question[] => [...randomQuestions(mode, seed).take(perMode)];

const seed = 1;
const perMode = 1_500;
