import { InlineKeyboard } from "grammy";
import { found, type Note, type Notebook } from "./notebook.ts";

/** What the buttons of a page carry: whose notes, what to delete (0: nothing), which page, of which search. */
export const PRESS = /^notes:(\d+):(\d+):(\d+):(.*)$/s;

/** In bytes: a button has 64, for numbers and all. */
export const MOST_SEARCH_BYTES = 24;

/** One page of a user's notes. The page may be past the end, after the last note there was deleted. */
export function notesPage(userId: number, notebook: Notebook, words: string, wanted: number) {
  const all = found(notebook, words);
  const last = Math.max(0, Math.ceil(all.length / PAGE) - 1);
  const page = Math.min(wanted, last);
  const notes = all.slice(page * PAGE, (page + 1) * PAGE);
  if (notes.length === 0) return { text: words ? `📝 No note has "${words}" in it.` : NONE };
  const data = (deleted: number, to: number) => `notes:${userId}:${deleted}:${to}:${words}`;
  const buttons = new InlineKeyboard();
  for (const [index, { id }] of notes.entries()) buttons.text(`🗑️ ${page * PAGE + index + 1}`, data(id, page));
  if (last > 0) buttons.row();
  if (page > 0) buttons.text("◀️ Newer", data(0, page - 1));
  if (page < last) buttons.text("Older ▶️", data(0, page + 1));
  const heading = `📝 ${all.length === 1 ? "1 note" : `${all.length} notes`}${words && ` with "${words}"`}`;
  const pages = last > 0 ? ` · page ${page + 1} of ${last + 1}` : "";
  const lines = notes.map((note, index) => `${page * PAGE + index + 1}. ${preview(note, notes.length)}`);
  return { text: [`${heading}${pages}`, ...lines].join("\n\n"), reply_markup: buttons };
}

/** A single note is shown whole, or nearly so: a message has 4,096 characters. */
function preview({ text }: Note, ofHowMany: number): string {
  const most = ofHowMany === 1 ? 3_900 : 300;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

const NONE = "📝 No notes yet. /note milk saves one; as a reply to a message, /note saves that message.";
const PAGE = 5;
