import { endOf, type RichText, sliceOf } from "./rich-text.ts";

/** Telegram takes 4,096 characters a message. In UTF-16 units, which is the stricter way to count. */
export const MOST_CHARACTERS = 4_096;
/** Of more formatted pieces in a message Telegram forgets some. */
const MOST_ENTITIES = 100;

/**
 * Cuts a text into messages where a reader would: between paragraphs, else lines, else sentences, else words, and never
 * inside a character. What is formatted goes on in the next message; a block of code so with its language, and one
 * that fits into a message is not cut if that leaves the message before it half full.
 */
export function messagesOf(whole: RichText, most = MOST_CHARACTERS): RichText[] {
  const parts: RichText[] = [];
  let rest = whole;
  while (rest.text.length > 0) {
    const end = borderIn(rest, most);
    const part = trimmedEnd(sliceOf(rest, 0, end));
    if (part.text.trim() !== "") parts.push(part);
    rest = begun(rest, end);
  }
  return parts;
}

/** What fits of the end, for who follows a text as it grows. */
export function latestOf(whole: RichText, most = MOST_CHARACTERS): RichText {
  const room = most - MORE_BEFORE.length;
  if (whole.text.length <= most && whole.entities.length <= MOST_ENTITIES) return whole;
  const earliest = Math.max(
    whole.text.length - room,
    (whole.entities.at(-MOST_ENTITIES)?.offset ?? 0) - (whole.entities.length <= MOST_ENTITIES ? Infinity : 0),
  );
  const lineBreak = whole.text.indexOf("\n", earliest);
  const start =
    lineBreak >= 0 && lineBreak < earliest + room / 2 ? lineBreak + 1 : characterAt(whole.text, earliest, 1);
  const { text, entities } = sliceOf(whole, start);
  const moved = entities.map((entity) => ({ ...entity, offset: entity.offset + MORE_BEFORE.length }));
  return { text: MORE_BEFORE + text, entities: moved };
}

const MORE_BEFORE = "…\n";

function borderIn(rich: RichText, mostCharacters: number): number {
  const { text, entities } = rich;
  const most = Math.min(mostCharacters, entities[MOST_ENTITIES]?.offset ?? Number.POSITIVE_INFINITY);
  if (text.length <= most) return text.length;
  const literal = entities.filter(({ type }) => type === "pre" || type === "code");
  const isFree = (index: number) => !literal.some((entity) => entity.offset < index && index < endOf(entity));
  const last = (pattern: RegExp, mayBe: (index: number) => boolean) => {
    const found = [...text.slice(0, most + 1).matchAll(pattern)].map(
      ({ index, 0: gap }) => index + gap.trimEnd().length,
    );
    return found.findLast((index) => index >= most / 2 && index <= most && mayBe(index));
  };
  return (
    last(/\n{2,}/g, isFree) ??
    last(/\n/g, isFree) ??
    last(/[.!?…] /g, isFree) ??
    last(/\n/g, () => true) ??
    last(/ /g, isFree) ??
    last(/ /g, () => true) ??
    characterAt(text, most, -1)
  );
}

/** Where a character as people see it begins: at `index`, else before it, or after it. */
function characterAt(text: string, index: number, direction: -1 | 1): number {
  const from = Math.max(0, index - LONGEST_CHARACTER);
  const near = text.slice(from, index + LONGEST_CHARACTER);
  const character = new Intl.Segmenter().segment(near).containing(index - from);
  if (!character || from + character.index === index) return index;
  const border = from + character.index + (direction < 0 ? 0 : character.segment.length);
  if (Math.abs(border - index) < LONGEST_CHARACTER / 2) return border;
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code <= 0xdfff ? index + direction : index;
}

const LONGEST_CHARACTER = 64;

function trimmedEnd(part: RichText): RichText {
  return sliceOf(part, 0, part.text.trimEnd().length);
}

/** What comes behind a border. What goes on as code keeps its first line as it is. */
function begun(rich: RichText, border: number): RichText {
  const behind = rich.text.slice(border);
  const inCode = rich.entities.some(
    (entity) => entity.type === "pre" && entity.offset < border && border < endOf(entity),
  );
  const [gap = ""] = (inCode ? /^\n?/ : /^\s*/).exec(behind) ?? [];
  const beginning = rich.entities.find(({ type, offset }) => type === "pre" && offset >= border);
  return sliceOf(rich, Math.min(border + gap.length, beginning?.offset ?? Number.POSITIVE_INFINITY));
}
