import { ENVELOPE_FORMAT, type Envelope, envelopeSchema, isSessionKey, userOfKey } from "./envelope.ts";
import { isIntact, sealed } from "./sealed.ts";

/** What stored bytes turn out to be. A newer format is not damage: it is somebody else's, and stays untouched. */
export type Decoded =
  | { readonly state: "sound"; readonly envelope: Envelope }
  | {
      readonly state: "corrupt";
      readonly reason: string;
      /** Whole, but written under another key: it is the way to it that is damaged. */
      readonly misplaced?: true;
    }
  | { readonly state: "newer"; readonly format: number };

/** With a checksum, since neither a store nor a file tells a flipped bit. */
export const encode = (envelope: Envelope): string => sealed(envelope);

/** @param userId under whose key it was found: an envelope of somebody else is damage, however sound it is. */
export function decode(raw: string, userId?: number): Decoded {
  let parsed: unknown;
  try {
    parsed = JSON.parse(raw);
  } catch {
    return { state: "corrupt", reason: "not JSON" };
  }
  const format = typeof parsed === "object" && parsed !== null && "format" in parsed ? parsed.format : undefined;
  // Before the checksum, which a newer format may compute otherwise.
  if (typeof format === "number" && format > ENVELOPE_FORMAT) return { state: "newer", format };
  if (!isIntact(raw)) return { state: "corrupt", reason: "wrong checksum" };
  const checked = envelopeSchema.safeParse(parsed);
  if (!checked.success) {
    const where = checked.error.issues.map((issue) => issue.path.join(".")).join(", ");
    return { state: "corrupt", reason: `schema violated at ${where}` };
  }
  const { user } = checked.data;
  if (userId !== undefined && user !== undefined && user !== userId)
    return { state: "corrupt", reason: "the session of another user", misplaced: true };
  return { state: "sound", envelope: checked.data };
}

/** What an entry of a store is, for whoever checks a whole one. A session of a newer format is sound. */
export function kindOfEntry(key: string, value: string): "session" | "damaged session" | "other" {
  if (!isSessionKey(key)) return "other";
  return decode(value, userOfKey(key)).state === "corrupt" ? "damaged session" : "session";
}
