import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";

/** Entities that a bot spelled out itself. Those that Telegram finds on its own are ignored. */
export function explicitEntities(given: unknown): MessageEntity[] {
  if (!Array.isArray(given)) return [];
  return given.filter((entity) => !foundAutomatically.has(entity?.type)).map(checked);
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

function checked(entity: unknown): MessageEntity {
  if (typeof entity !== "object" || entity === null) throw unparsable("expected an Object");
  const { type, offset, length } = entity as Record<string, unknown>;
  if (typeof type !== "string") throw unparsable(`Can't find field "type"`);
  return { ...(entity as MessageEntity), offset: integer(offset, "offset"), length: integer(length, "length") };
}

function integer(value: unknown, name: string): number {
  if (value === undefined) throw unparsable(`Can't find field "${name}"`);
  const number = typeof value === "string" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number)) throw unparsable(`Field "${name}" must be a Number`);
  return number;
}

const unparsable = (reason: string) => badRequest(`can't parse MessageEntity: ${reason}`);
