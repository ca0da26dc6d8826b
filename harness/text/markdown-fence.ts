import { space } from "./ascii.ts";
import type { Cursor } from "./cursor.ts";

const language = new RegExp(`[^\`${space}]+(?=[${space}])`, "y");

/** Reads on behind the ``` of a block: its language, if any, and one line break. */
export function takeFence(cursor: Cursor): string {
  const found = cursor.take(language);
  cursor.take(/\r\n|\n\r|\n|\r/y);
  return found;
}
