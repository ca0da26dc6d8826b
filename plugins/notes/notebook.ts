import { z } from "zod";
import type { Slice } from "#core";

const notebookSchema = z.object({
  /** Counts up, so that a button never means another note than the one it stood beside. */
  nextId: z.int().positive(),
  notes: z.array(z.object({ id: z.int(), text: z.string(), at: z.string() })),
});

export type Notebook = z.output<typeof notebookSchema>;
export type Note = Notebook["notes"][number];

/** Each user's notes, oldest first. Version 1 was a list of texts. */
export const NOTES: Slice<Notebook> = {
  name: "notes",
  version: 2,
  schema: notebookSchema,
  defaults: { nextId: 1, notes: [] },
  migrate(data) {
    const texts = z.array(z.string()).parse(data);
    const notes = texts.map((text, index) => ({ id: index + 1, text, at: LONG_AGO }));
    return { nextId: texts.length + 1, notes };
  },
};

/** When nobody noted the time. */
export const LONG_AGO = "1970-01-01T00:00:00.000Z";

/** A session is written as a whole for each update, so its notes must not become a library. */
export const MOST_NOTES = 100;
export const MOST_CHARACTERS = 40_000;

/** @returns why it can't be added, if so. */
export function refusalOf({ notes }: Notebook, text: string): string | undefined {
  if (notes.length >= MOST_NOTES) return `you have ${MOST_NOTES} notes`;
  const characters = notes.reduce((sum, note) => sum + note.text.length, text.length);
  return characters > MOST_CHARACTERS ? `your notes would have more than ${MOST_CHARACTERS} characters` : undefined;
}

export const withNote = ({ nextId, notes }: Notebook, text: string, at: string): Notebook => ({
  nextId: nextId + 1,
  notes: [...notes, { id: nextId, text, at }],
});

export const withoutNote = ({ nextId, notes }: Notebook, id: number): Notebook => ({
  nextId,
  notes: notes.filter((note) => note.id !== id),
});

/** The notes with these words in them, newest first; all, for none. */
export const found = ({ notes }: Notebook, words: string): readonly Note[] =>
  notes.filter(({ text }) => text.toLowerCase().includes(words.toLowerCase())).toReversed();

/** All notes as one text, oldest first. */
export const exported = ({ notes }: Notebook): string =>
  notes.map(({ text, at }) => `${at === LONG_AGO ? "" : `${at}\n`}${text}\n`).join("\n---\n\n");
