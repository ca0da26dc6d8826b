import type { MessageEntity } from "@grammyjs/types";
import { dateEntity, dateFormat } from "./date.ts";
import { exactInteger } from "./integer.ts";
import type { Span } from "./link.ts";
import { tgParameters } from "./tg-link.ts";
import { unparsable } from "./unparsable.ts";

/**
 * What `![text](target)` shows in place of its text: a custom emoji or a moment.
 *
 * @throws {Refusal} for any other target.
 */
export function pictureEntity(target: string | undefined, span: Span): MessageEntity | undefined {
  if (target === undefined) throw unparsable("The entity must contain a tg://emoji or tg://time URL");
  const id = tgParameters(target, "emoji")?.find(([name]) => name === "id")?.[1];
  if (id !== undefined && exactInteger(id, 64)) return { type: "custom_emoji", custom_emoji_id: id, ...span };
  const moment = tgParameters(target, "time");
  const times = moment?.filter(([name]) => name === "unix").map(([, value]) => Number(exactInteger(value, 32) ?? 0n));
  const time = times?.every((each) => each > 0) && times.at(-1);
  const format = dateFormat(moment?.findLast(([name]) => name === "format")?.[1] ?? "");
  if (!time || format === undefined) throw unparsable("Invalid tg://emoji or tg://time URL specified");
  return dateEntity(time, format, span);
}
