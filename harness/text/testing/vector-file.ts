import { readFileSync } from "node:fs";
import type { MessageEntity } from "@grammyjs/types";
import type { Mode, Outcome, Vector } from "./vector.ts";

export const vectorFile = "harness/text/testing/vectors.jsonl";

/** One line says where the vectors are from, each other one is a vector: mode, input, outcome, and what was given. */
export const written = (tdlib: string, vectors: readonly Vector[]): string =>
  [{ tdlib }, ...vectors.map(compact)].map((line) => `${JSON.stringify(line)}\n`).join("");

export function readVectors(): { tdlib: string; vectors: Vector[] } {
  const [head, ...lines] = readFileSync(vectorFile, "utf8").trim().split("\n");
  return { tdlib: JSON.parse(head ?? "").tdlib, vectors: lines.map((line) => full(JSON.parse(line))) };
}

/** An error is a text; a text that came out as it went in is a 0. */
type Line = [mode: Mode, input: string, outcome: string | [text: string | 0, ...entities: Short[]], given?: Short[]];

/** Type, offset, length, and the other fields if it has any. */
export type Short = [type: string, offset: number, length: number, fields?: object];

function compact({ mode, input, outcome, given }: Vector): Line {
  const short =
    "error" in outcome
      ? outcome.error
      : ([outcome.text === input ? 0 : outcome.text, ...outcome.entities.map(shortened)] as const);
  return given ? [mode, input, short as Line[2], given.map(shortened)] : [mode, input, short as Line[2]];
}

function full([mode, input, outcome, given]: Line): Vector {
  return { mode, input, outcome: fullOutcome(input, outcome), ...(given && { given: given.map(lengthened) }) };
}

function fullOutcome(input: string, outcome: Line[2]): Outcome {
  if (typeof outcome === "string") return { error: outcome };
  const [text, ...entities] = outcome;
  return { text: text === 0 ? input : text, entities: entities.map(lengthened) };
}

function shortened({ type, offset, length, ...fields }: MessageEntity): Short {
  return Object.keys(fields).length > 0 ? [type, offset, length, fields] : [type, offset, length];
}

export const lengthened = ([type, offset, length, fields]: Short) =>
  ({ type, offset, length, ...fields }) as MessageEntity;
