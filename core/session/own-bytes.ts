import { type Decoded, decode } from "./codec.ts";
import type { Envelope } from "./envelope.ts";

/**
 * Remembers, for the users who wrote last, the bytes that this process has put into the store: when a read brings back
 * the very same, they need no checking again. The store is asked all the same; only what it answers is compared.
 *
 * What the store brings is always parsed anew. An envelope kept in memory would differ from the stored one as soon as a
 * plugin's slice holds what JSON does not: that would show at the next start, in whichever session it is.
 */
export class OwnBytes {
  private readonly byUser = new Map<number, string>();

  /** What `raw`, just written, comes from is sound: {@link decode} would find it so. */
  note(userId: number, raw: string): void {
    // Set anew, so that the map's first user is the one who has been quiet longest.
    this.byUser.delete(userId);
    this.byUser.set(userId, raw);
    if (this.byUser.size > MOST_USERS) this.byUser.delete(this.byUser.keys().next().value ?? 0);
  }

  /** As {@link decode}. */
  decode(raw: string, userId: number): Decoded {
    if (this.byUser.get(userId) !== raw) return decode(raw, userId);
    const { checksum: _, ...envelope } = JSON.parse(raw) as Envelope & { readonly checksum: string };
    return { state: "sound", envelope };
  }
}

/** Some megabytes. */
const MOST_USERS = 10_000;
