import type { Message } from "@grammyjs/types";
import { kindOf } from "./kind-of.ts";

/** A message in one line: its words, or what it is. */
export function summaryOf(message: Message): string {
  return message.text ?? message.caption ?? kindOf(message);
}
