import { z } from "zod";

/** A file that came with a message, as Telegram names it: fetched when the turn runs, so that nothing of it is stored. */
export interface PromptFile {
  readonly fileId: string;
  readonly name: string;
  /** Such as `image/jpeg`. */
  readonly mime: string;
}

/** One message of a request; of an album or a long paste there are several. */
export interface PromptPart {
  /** Telegram's id of it, by which an edit finds it. */
  readonly messageId?: number;
  readonly text: string;
  readonly files: readonly PromptFile[];
}

/** How a prompt is stored: a text alone as it is, anything else behind a mark that Telegram lets nobody send. */
export function encodePrompt(parts: readonly PromptPart[]): string {
  const [only] = parts;
  const isBare = parts.length === 1 && only?.files.length === 0;
  return isBare ? only.text : `${MARK}${JSON.stringify(parts)}`;
}

export const decodePrompt = (stored: string): readonly PromptPart[] =>
  stored.startsWith(MARK) ? schema.parse(JSON.parse(stored.slice(MARK.length))) : [{ text: stored, files: [] }];

/** The words of all of it. What Telegram has cut in the midst of a text is put together as it was. */
export function textOf(parts: readonly PromptPart[]): string {
  let whole = "";
  let before = 0;
  for (const { text } of parts) {
    if (text === "") continue;
    whole += whole === "" || before === CUT_AT ? text : `\n${text}`;
    before = text.length;
  }
  return whole;
}

/** The words of a stored prompt, for people to recognise it by. */
export function promptText(stored: string): string {
  const parts = decodePrompt(stored);
  const files = parts.flatMap((part) => part.files.map(({ name }) => `📎 ${name}`));
  return [textOf(parts), ...files].filter(Boolean).join("\n");
}

/** With another part, or with other words for one that is there. */
export function withPart(parts: readonly PromptPart[], part: PromptPart): readonly PromptPart[] {
  const isKnown = parts.some(({ messageId }) => messageId === part.messageId);
  return isKnown ? parts.map((each) => (each.messageId === part.messageId ? part : each)) : [...parts, part];
}

/** Words that were brought, behind what came with the message itself. */
export function promptBehind(lead: string, words: string): string {
  const parts = lead === "" ? [words] : [`${lead}\n`, words];
  return encodePrompt(parts.map((text) => ({ text, files: [] })));
}

/** Of a prompt as `promptBehind` makes it: the words alone. */
export const wordsIn = (stored: string) => decodePrompt(stored).at(-1)?.text ?? "";

/** The same with other words. */
export const withWords = (stored: string, text: string) =>
  encodePrompt([...decodePrompt(stored).slice(0, -1), { text, files: [] }]);

const MARK = "\u001e";
/** Where Telegram's apps cut a text that is longer. */
const CUT_AT = 4_096;

const schema = z.array(
  z.object({
    messageId: z.int().optional(),
    text: z.string(),
    files: z.array(z.object({ fileId: z.string(), name: z.string(), mime: z.string() })),
  }),
);
