import type { MessageEntity } from "@grammyjs/types";

/** What is asked of a text: to be parsed, to have its entities found, or to be cleaned with the entities it has. */
export const modes = ["html", "markdown-v2", "markdown", "automatic", "tidy"] as const;

export type Mode = (typeof modes)[number];

/** What became of a text: either its final form, or why it was refused, without the words that each reason begins with. */
export type Outcome =
  | { readonly text: string; readonly entities: readonly MessageEntity[] }
  | { readonly error: string };

/** One question that TDLib has answered. */
export interface Vector {
  readonly mode: Mode;
  readonly input: string;
  /** For `tidy`. */
  readonly given?: readonly MessageEntity[];
  readonly outcome: Outcome;
}
