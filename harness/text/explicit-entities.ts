import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { dateFormat } from "./date.ts";
import { exactInteger } from "./integer.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * Entities that a bot spelled out itself, as the Bot API server reads them. Those that Telegram finds on its own are
 * ignored, and so is anything but a list.
 *
 * @throws {Refusal} for the first that is none.
 */
export function explicitEntities(given: unknown): MessageEntity[] {
  return Array.isArray(given) ? given.flatMap(explicitEntity) : [];
}

function explicitEntity(given: unknown): MessageEntity[] {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw unparsable("expected an Object");
  const fields = given as Fields;
  const span = { offset: Number(integer(fields, "offset", 32)), length: Number(integer(fields, "length", 32)) };
  const type = text(fields, "type");
  if (foundAutomatically.has(type)) return [];
  if (!readers.has(type)) throw unparsable(type ? "Unsupported type specified" : "Type is not specified");
  return [{ type, ...readers.get(type)?.(fields), ...span } as MessageEntity];
}

/** What an entity has besides its place. */
const readers: ReadonlyMap<string, (fields: Fields) => object> = new Map([
  ...["bold", "italic", "underline", "strikethrough", "spoiler", "code", "blockquote", "expandable_blockquote"].map(
    (type) => [type, () => ({})] as const,
  ),
  ["pre", ({ language }) => (language ? { language: String(language) } : {})],
  ["text_link", (fields) => ({ url: text(fields, "url") })],
  ["text_mention", (fields) => ({ user: { id: Number(integer(object(fields, "user"), "id", 64)) } })],
  ["custom_emoji", (fields) => ({ custom_emoji_id: String(integer(fields, "custom_emoji_id", 64)) })],
  ["date_time", dateTime],
]);

/** Newer than the server's published source; the names and the format are documented, the refusals are not. */
function dateTime(fields: Fields): object {
  const date_time_format = dateFormat(String(fields.date_time_format ?? ""));
  if (date_time_format === undefined) throw badRequest("Invalid date format used");
  return { unix_time: Number(integer(fields, "unix_time", 32)), date_time_format };
}

const foundAutomatically: ReadonlySet<unknown> = new Set([
  "mention",
  "hashtag",
  "cashtag",
  "bot_command",
  "url",
  "email",
  "phone_number",
  "bank_card_number",
]);

function text(fields: Fields, name: string): string {
  const value = present(fields, name);
  if (typeof value !== "string" && typeof value !== "number")
    throw unparsable(`Field "${name}" must be of type String`);
  return String(value);
}

function integer(fields: Fields, name: string, bits: 32 | 64): bigint {
  const value = present(fields, name);
  const number = typeof value === "string" || typeof value === "number" ? exactInteger(String(value), bits) : undefined;
  if (number === undefined) throw unparsable(`Field "${name}" must be a Number`);
  return number;
}

function object(fields: Fields, name: string): Fields {
  const value = present(fields, name);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw unparsable(`Field "${name}" must be of type Object`);
  }
  return value as Fields;
}

function present(fields: Fields, name: string): unknown {
  if (fields[name] === undefined) throw unparsable(`Can't find field "${name}"`);
  return fields[name];
}

const unparsable = (reason: string) => badRequest(`can't parse MessageEntity: ${reason}`);
