import type { MessageEntity } from "@grammyjs/types";
import { outerFirst } from "../outer-first.ts";
import { endOf, isQuote, isStyle } from "./kinds.ts";
import { stylesAround } from "./styles-around.ts";

/**
 * Entities as Telegram allows them: links, code and the like neither overlap nor nest, quotations hold whole ones, and
 * styles are cut where anything else begins or ends.
 *
 * @param found what else there is in the text; it yields to what is given.
 */
export function untangled(given: readonly MessageEntity[], found: readonly MessageEntity[] = []): MessageEntity[] {
  const sorted = outerFirst([...given]);
  const quotes = apart(sorted.filter(isQuote));
  const within = (entities: readonly MessageEntity[]) => entities.filter((entity) => fitsInto(quotes, entity));
  const blocks = within(apart(sorted.filter((entity) => !isQuote(entity) && !isStyle(entity))));
  const others = outerFirst([
    ...blocks,
    ...within(found).filter((entity) => !blocks.some((block) => overlap(block, entity))),
    ...quotes,
  ]);
  return outerFirst([...others, ...stylesAround(others, sorted.filter(isStyle))]);
}

/** Drops what begins before the one before it has ended. */
function apart(sorted: readonly MessageEntity[]): MessageEntity[] {
  let end = 0;
  return sorted.filter((entity) => {
    if (entity.offset < end) return false;
    end = endOf(entity);
    return true;
  });
}

/** Whether an entity is inside or outside of every quotation, but not half. */
const fitsInto = (quotes: readonly MessageEntity[], entity: MessageEntity) =>
  quotes.every((quote) => !overlap(quote, entity) || (quote.offset <= entity.offset && endOf(entity) <= endOf(quote)));

const overlap = (one: MessageEntity, other: MessageEntity) => one.offset < endOf(other) && other.offset < endOf(one);
