import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";

/** Entities that a bot spelled out itself. Those that Telegram finds on its own are ignored. */
export function explicitEntities(text: string, given: unknown): MessageEntity[] {
  if (!Array.isArray(given)) return [];
  return given.filter((entity) => !foundAutomatically.has(entity?.type)).map((entity) => checked(entity, text));
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

function checked(entity: unknown, text: string): MessageEntity {
  if (typeof entity !== "object" || entity === null) throw unparsable("expected an Object");
  const { type, offset, length } = entity as Record<string, unknown>;
  if (typeof type !== "string") throw unparsable(`Can't find field "type"`);
  const start = integer(offset, "offset");
  const end = start + integer(length, "length");
  if (end > text.length) {
    const where = `entity beginning at UTF-16 offset ${start} ends after the end of the text at UTF-16 offset ${end}`;
    throw badRequest(where);
  }
  if (isInsideSymbol(text, start)) throw middleOfSymbol("begins", text, start);
  if (isInsideSymbol(text, end)) throw middleOfSymbol("ends", text, end);
  return { ...(entity as MessageEntity), offset: start, length: end - start };
}

function integer(value: unknown, name: string): number {
  if (value === undefined) throw unparsable(`Can't find field "${name}"`);
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) throw unparsable(`Field "${name}" must be a Number`);
  return number;
}

const unparsable = (reason: string) => badRequest(`can't parse MessageEntity: ${reason}`);

const isInsideSymbol = (text: string, at: number) => /[\uDC00-\uDFFF]/.test(text.charAt(at));

const middleOfSymbol = (verb: string, text: string, at: number) =>
  badRequest(
    `entity ${verb} in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, at - 1))}`,
  );
