import type { MessageEntity } from "@grammyjs/types";
import { endOf, isOpaque, type Style, styles } from "./kinds.ts";

interface Stretch {
  begin: number;
  end: number;
}

/**
 * Styles of one kind that touch become one; then each is cut where another style begins and where one of the other
 * entities begins or ends. Within code they vanish.
 *
 * @param others sorted, outer first; they nest but do not cross.
 * @param given sorted.
 */
export function stylesAround(others: readonly MessageEntity[], given: readonly MessageEntity[]): MessageEntity[] {
  if (given.length === 0) return [];
  const running = new Map<Style, Stretch>();
  const pieces: MessageEntity[] = [];
  const open: MessageEntity[] = [];
  let next = 0;

  for (const other of others) {
    runTo(other.offset);
    open.push(other);
  }
  runTo(Number.POSITIVE_INFINITY);
  return pieces;

  function runTo(place: number): void {
    for (let inner = open.at(-1); inner && endOf(inner) <= place; inner = open.at(-1)) {
      const kept = pieces.length;
      writeTo(endOf(inner));
      if (isOpaque(inner)) pieces.length = kept;
      open.pop();
    }
    writeTo(place);
  }

  function writeTo(place: number): void {
    for (let style = given[next]; style && style.offset < place; style = given[++next]) {
      const stretch = running.get(style.type as Style);
      if (stretch && style.offset <= stretch.end) {
        stretch.end = Math.max(stretch.end, endOf(style));
      } else {
        cutAt(style.offset);
        running.set(style.type as Style, { begin: style.offset, end: endOf(style) });
      }
    }
    cutAt(place);
  }

  function cutAt(place: number): void {
    for (const type of styles) {
      const stretch = running.get(type);
      if (!stretch || stretch.begin >= place) continue;
      const end = Math.min(stretch.end, place);
      pieces.push({ type, offset: stretch.begin, length: end - stretch.begin });
      if (stretch.end <= place) running.delete(type);
      else stretch.begin = place;
    }
  }
}
