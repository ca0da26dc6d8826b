import type { MessageEntity } from "@grammyjs/types";
import type { ComponentChildren, JSX } from "preact";
import { Spoiler } from "./spoiler.tsx";

interface Props {
  readonly text: string;
  readonly entities: readonly MessageEntity[] | undefined;
  /** A command in the text was pressed. */
  onCommand(command: string): void;
}

/**
 * A text with its entities as elements. It stays text: nothing that a user or a bot says is ever read as HTML.
 * Offsets count UTF-16 units, as JavaScript does.
 */
export function TextWithEntities({ text, entities = [], onCommand }: Props) {
  const outerFirst = [...entities].sort((one, other) => one.offset - other.offset || other.length - one.length);
  return <>{within(text, outerFirst, 0, text.length, onCommand)}</>;
}

function within(
  text: string,
  entities: readonly MessageEntity[],
  from: number,
  to: number,
  onCommand: Props["onCommand"],
): ComponentChildren[] {
  const children: ComponentChildren[] = [];
  let at = from;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index] as MessageEntity;
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    let next = index + 1;
    while (next < entities.length && (entities[next] as MessageEntity).offset < end) next++;
    if (end > start) {
      const inner = within(text, entities.slice(index + 1, next), start, end, onCommand);
      const isBlock = BLOCKS.has(entity.type);
      children.push(text.slice(at, isBlock ? withoutBreak(text, at, start) : start));
      children.push(wrapped(entity, text.slice(start, end), inner, onCommand));
      at = isBlock && text[end] === "\n" && end < to ? end + 1 : end;
    }
    index = next;
  }
  children.push(text.slice(at, to));
  return children;
}

/** They begin and end a line by themselves, as in Telegram's clients: a line break beside them adds none. */
const BLOCKS: ReadonlySet<string> = new Set(["pre", "blockquote", "expandable_blockquote"]);

const withoutBreak = (text: string, from: number, to: number) => (to > from && text[to - 1] === "\n" ? to - 1 : to);

function wrapped(
  entity: MessageEntity,
  text: string,
  inner: ComponentChildren,
  onCommand: Props["onCommand"],
): JSX.Element {
  const key = entity.offset;
  switch (entity.type) {
    case "bold":
      return <strong key={key}>{inner}</strong>;
    case "italic":
      return <em key={key}>{inner}</em>;
    case "underline":
      return <u key={key}>{inner}</u>;
    case "strikethrough":
      return <s key={key}>{inner}</s>;
    case "code":
      return <code key={key}>{inner}</code>;
    case "pre":
      return (
        <pre key={key} data-language={entity.language}>
          {inner}
        </pre>
      );
    case "blockquote":
      return <blockquote key={key}>{inner}</blockquote>;
    case "expandable_blockquote":
      return (
        <blockquote key={key} class="expandable">
          {inner}
        </blockquote>
      );
    case "spoiler":
      return <Spoiler key={key}>{inner}</Spoiler>;
    case "bot_command":
      return (
        <button key={key} type="button" class="link" onClick={() => onCommand(text)}>
          {inner}
        </button>
      );
    case "text_link":
      return link(key, entity.url, inner);
    case "url":
      return link(key, /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`, inner);
    case "email":
      return link(key, `mailto:${text}`, inner);
    default:
      return (
        <span key={key} class="name">
          {inner}
        </span>
      );
  }
}

function link(key: number, address: string, inner: ComponentChildren): JSX.Element {
  const isHarmless = URL.canParse(address) && ["http:", "https:", "mailto:", "tg:"].includes(new URL(address).protocol);
  if (!isHarmless) return <span key={key}>{inner}</span>;
  return (
    <a key={key} href={address} target="_blank" rel="noopener noreferrer">
      {inner}
    </a>
  );
}
