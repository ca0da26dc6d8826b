import type { Message } from "grammy/types";
import { z } from "zod";
import type { Place } from "./place.ts";
import type { Turn } from "./turn.ts";

/**
 * A request of which more may come: the other pictures of an album, which Telegram delivers one by one, or the rest of a
 * text that was too long for one message. Its turn waits a little, in the ledger, where no crash loses any of it.
 */
export const gatheringSchema = z.object({
  album: z.string().optional(),
  /** When the latest part was sent, in seconds since the epoch. */
  sentAt: z.int(),
  /** When it is waited for no longer, in ms since the epoch. */
  until: z.number(),
});

export type Gathering = z.output<typeof gatheringSchema>;

/** What may follow a message. @param now in ms since the epoch. @returns undefined if it stands alone. */
export function gatheringFor(message: Message | undefined, now: number): Gathering | undefined {
  if (!message) return undefined;
  const album = message.media_group_id;
  if (album === undefined && (message.text ?? "").length < MAY_BE_CUT) return undefined;
  return { album, sentAt: message.date, until: now + SETTLES_AFTER_MS };
}

/** The turn that a message belongs to, if it is the last in line and has not begun. */
export function gathererOf(turns: readonly Turn[], message: Message | undefined, place: Place): Turn | undefined {
  const turn = turns.at(-1);
  const { gathers } = turn ?? {};
  if (!message || !turn || !gathers || turn.state !== "queued") return undefined;
  if (turn.chatId !== place.chatId || turn.threadId !== place.threadId) return undefined;
  const isOfAlbum = gathers.album !== undefined && gathers.album === message.media_group_id;
  const isOfText =
    gathers.album === undefined &&
    message.text !== undefined &&
    message.forward_origin === undefined &&
    Math.abs(message.date - gathers.sentAt) <= 1;
  return isOfAlbum || isOfText ? turn : undefined;
}

/** Telegram's apps cut at 4,096 characters, or a little before, where words end. */
const MAY_BE_CUT = 3_500;
/** They send the parts within the same second. */
export const SETTLES_AFTER_MS = 1_000;
