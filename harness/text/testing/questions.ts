import { readFileSync } from "node:fs";
import type { MessageEntity } from "@grammyjs/types";
import { Random } from "./random.ts";
import { randomHtml } from "./random-html.ts";
import { randomMarkdown, randomMarkdownV2 } from "./random-markdown.ts";
import { randomPlain } from "./random-plain.ts";
import { randomTidy } from "./random-tidy.ts";
import type { Mode } from "./vector.ts";
import { lengthened, type Short } from "./vector-file.ts";

/** What TDLib is asked. */
export interface Question {
  readonly mode: Mode;
  readonly input: string;
  readonly given?: readonly MessageEntity[];
}

/** Everything somebody thought of. */
export const handWritten = (): Question[] => [
  ...cases("html").map((input) => ({ mode: "html" as const, input })),
  ...cases("links").map((link) => ({
    mode: "html" as const,
    input: `<a href="${link.replace(/"/g, "&quot;")}">x</a>`,
  })),
  ...cases("markdown-v2").map((input) => ({ mode: "markdown-v2" as const, input })),
  ...cases("links").map((link) => ({ mode: "markdown-v2" as const, input: `[x](${link.replace(/[)\\]/g, "\\$&")})` })),
  ...cases("markdown").map((input) => ({ mode: "markdown" as const, input })),
  ...cases("automatic").map((input) => ({ mode: "automatic" as const, input })),
  ...cases("links").map((input) => ({ mode: "automatic" as const, input })),
  ...cases("links").map((url) => tidy("x", ["text_link", 0, 1, { url }])),
  ...cases<[text: string, ...given: Short[]]>("tidy").map(([text, ...given]) => tidy(text, ...given)),
];

const tidy = (input: string, ...given: Short[]) => ({ mode: "tidy" as const, input, given: given.map(lengthened) });

/** Without end; the same for the same seed. */
export function* randomQuestions(mode: Mode, seed: number): Generator<Question> {
  const random = new Random(seed);
  for (;;) {
    const question = { mode, ...makers[mode](random) };
    if (question.input.isWellFormed() && !breaksTdlib(question)) yield question;
  }
}

const makers: Readonly<Record<Mode, (random: Random) => Omit<Question, "mode">>> = {
  html: (random) => ({ input: randomHtml(random) }),
  "markdown-v2": (random) => ({ input: randomMarkdownV2(random) }),
  markdown: (random) => ({ input: randomMarkdown(random) }),
  automatic: (random) => ({ input: randomPlain(random) }),
  tidy: randomTidy,
};

/** TDLib ends the process when an answer would not be UTF-8: half a symbol in an address, by its own doing. */
function breaksTdlib({ mode, input }: Question): boolean {
  if (mode === "markdown") return /\[[^\]]*[\u0080-\uffff][^\]]*\](?!\()/.test(input);
  return mode === "html" && /<[^>]*&#(?:x?d[89a-f]|5[5-7])/i.test(input);
}

const cases = <Case = string>(name: string): Case[] =>
  readFileSync(`harness/text/testing/cases/${name}.jsonl`, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
