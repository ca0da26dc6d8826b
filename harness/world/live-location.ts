import type { Location, Message } from "@grammyjs/types";
import type { Chat } from "./chat.ts";

/** It is shared until somebody stops it. */
export const FOR_EVER_S = 0x7fff_ffff;

/** Whether a message shows where somebody is now. A location that is shared no longer has no period. */
export const isLive = ({ location }: Message): boolean => location?.live_period !== undefined;

/** Where somebody was last, when they share it no longer. */
export function still({ live_period: _, heading: __, proximity_alert_radius: ___, ...location }: Location): Location {
  return location;
}

/** Sees to it that a live location is none when its time is up, also if it was prolonged meanwhile. */
export function endWhenDue(chat: Chat, messageId: number): void {
  const message = chat.find(messageId)?.message;
  const period = message?.location?.live_period;
  if (!message?.location || period === undefined || period === FOR_EVER_S) return;
  const leftMs = (message.date + period) * 1000 - chat.clock.now;
  if (leftMs <= 0) chat.update(messageId, { location: still(message.location) });
  else chat.clock.after(leftMs, () => endWhenDue(chat, messageId));
}
