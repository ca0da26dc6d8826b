import type { MessageEntity } from "@grammyjs/types";
import { outerFirst } from "../outer-first.ts";
import { isStyle } from "./kinds.ts";
import { stylesAround } from "./styles-around.ts";

/**
 * Telegram keeps a hundred formatted pieces of a text: links, code and quotations before styles, each kind in its order.
 * Custom emoji do not count.
 */
export function limited(entities: readonly MessageEntity[]): readonly MessageEntity[] {
  if (entities.length <= most) return entities;
  const styles = stylesAround([], entities.filter(isStyle));
  const others = entities.filter((entity) => !isStyle(entity));
  let room = most;
  return outerFirst([...others, ...styles].filter(({ type }) => type === "custom_emoji" || room-- > 0));
}

const most = 100;
