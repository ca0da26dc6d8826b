import type { Message, Update } from "grammy/types";
import type { Clock } from "../clock.ts";

/**
 * Albums in groups: Telegram delivers their items one by one, and only one of them says that it is for the bot. Those of its
 * sender's that come within a moment belong to it, also those that came before it: they wait here, in memory only,
 * because most turn out to be none of the bot's business.
 */
export class AddressedAlbums {
  private readonly albums = new Map<string, Album>();

  constructor(private readonly clock: Clock) {}

  /** @returns what comes in by this item of an album: itself and what has waited for it, or nothing. */
  take(update: Update, message: Message, isAddressed: boolean): readonly Update[] {
    const at = this.clock.now();
    this.forget(at);
    const key = `${message.chat.id} ${message.from?.id} ${message.media_group_id}`;
    const before = this.albums.get(key);
    const waiting = before?.waiting ?? [];
    const album: Album = { at, isAddressed: before?.isAddressed || isAddressed, waiting };
    this.albums.delete(key);
    this.albums.set(key, album);
    if (!album.isAddressed && waiting.length < MOST_ITEMS) waiting.push(update);
    // They stay: while the store is away, the same update may ask again.
    return isAddressed ? [...waiting, update] : album.isAddressed ? [update] : [];
  }

  private forget(now: number): void {
    for (const [key, { at }] of this.albums) {
      if (Math.abs(now - at) <= BELONGS_WITHIN_MS && this.albums.size < MOST_ALBUMS) break;
      this.albums.delete(key);
    }
  }
}

interface Album {
  /** When the latest item came, in ms since the epoch. */
  readonly at: number;
  readonly isAddressed: boolean;
  readonly waiting: Update[];
}

/** As long as a turn waits for more of it. */
const BELONGS_WITHIN_MS = 1_000;
/** Telegram's own limit. */
const MOST_ITEMS = 10;
const MOST_ALBUMS = 1_000;
