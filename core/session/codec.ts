import { crc32 } from "node:zlib";
import { ENVELOPE_FORMAT, type Envelope, envelopeSchema } from "./envelope.ts";

/** What stored bytes turn out to be. A newer format is not damage: it is somebody else's, and stays untouched. */
export type Decoded =
  | { readonly state: "sound"; readonly envelope: Envelope }
  | { readonly state: "corrupt"; readonly reason: string }
  | { readonly state: "newer"; readonly format: number };

/** Writes an envelope as JSON whose last field is a checksum over all before it. */
export function encode(envelope: Envelope): string {
  const body = JSON.stringify(envelope).slice(0, -1);
  return `${body}${checksumField(body)}`;
}

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
  const body = raw.slice(0, -CHECKSUM_FIELD_LENGTH);
  if (raw.slice(-CHECKSUM_FIELD_LENGTH) !== checksumField(body)) return { state: "corrupt", reason: "wrong checksum" };
  const checked = envelopeSchema.safeParse(parsed);
  if (!checked.success) {
    const where = checked.error.issues.map((issue) => issue.path.join(".")).join(", ");
    return { state: "corrupt", reason: `schema violated at ${where}` };
  }
  const { user } = checked.data;
  if (userId !== undefined && user !== undefined && user !== userId)
    return { state: "corrupt", reason: "the session of another user" };
  return { state: "sound", envelope: checked.data };
}

const checksumField = (body: string) => `,"checksum":"${crc32(body).toString(16).padStart(8, "0")}"}`;
const CHECKSUM_FIELD_LENGTH = checksumField("").length;
