import type { MessageEntity } from "@grammyjs/types";
import { badRequest } from "../../server/refusal.ts";
import { endOf } from "./kinds.ts";

/**
 * Checks that entities begin and end between characters, and within the text.
 *
 * @param entities sorted, outer first; they nest but do not cross.
 * @throws {Refusal} for the first in the text that does not.
 */
export function refuseBadPlaces(text: string, entities: readonly MessageEntity[]): void {
  if (entities.length === 0) return;
  const open: MessageEntity[] = [];
  let next = 0;
  let at = 0;
  for (const character of text) {
    visit();
    at += character.length;
  }
  visit();
  const [late] = entities.slice(next);
  if (late) throw badRequest(`Entity begins after the end of the text at UTF-16 offset ${late.offset}`);
  const endless = open.at(-1);
  if (endless) {
    throw badRequest(`${beginning(endless)} ends after the end of the text at UTF-16 offset ${endOf(endless)}`);
  }

  function visit(): void {
    for (let inner = open.at(-1); inner && endOf(inner) <= at; inner = open.at(-1)) {
      if (endOf(inner) !== at) throw badRequest(`${beginning(inner)} ends ${insideSymbol()}`);
      open.pop();
    }
    for (let entity = entities[next]; entity && entity.offset <= at; entity = entities[++next]) {
      if (entity.offset !== at) throw badRequest(`Entity begins ${insideSymbol()}`);
      open.push(entity);
    }
  }

  function insideSymbol(): string {
    return `in a middle of a UTF-16 symbol at byte offset ${Buffer.byteLength(text.slice(0, at))}`;
  }
}

const beginning = ({ offset }: MessageEntity) => `Entity beginning at UTF-16 offset ${offset}`;
