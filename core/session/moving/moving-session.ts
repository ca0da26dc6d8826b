import { z } from "zod";
import type { Backend } from "../../backend.ts";
import { answerKey, promptKey } from "../../turns/turn.ts";
import { decode } from "../codec.ts";
import { ENVELOPE_FORMAT, type Envelope, envelopeSchema, sessionKey } from "../envelope.ts";

/** A session on its way from one store to another, with what its unfinished turns keep beside it. */
export interface MovingSession {
  readonly userId: number;
  readonly envelope: Envelope;
  /** Texts by turn. */
  readonly prompts: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
}

/** A session made from what another program knew of a user; what is missing gets its default. @throws {ZodError} */
export function foreignSession(userId: number, session: Readonly<Record<string, unknown>>): MovingSession {
  const envelope = envelopeSchema.parse({ format: ENVELOPE_FORMAT, revision: 0, user: userId, session });
  return { userId, envelope, prompts: {}, answers: {} };
}

/**
 * Collects what belongs to a session that was read, also while a bot is at work on it.
 *
 * @param raw its bytes as they were found.
 * @returns undefined if it is gone, or no sound session any more.
 */
export async function collect(backend: Backend, userId: number, raw: string): Promise<MovingSession | undefined> {
  for (let found: string | undefined = raw; found !== undefined; ) {
    const decoded = decode(found, userId);
    if (decoded.state !== "sound") return undefined;
    const { envelope } = decoded;
    const prompts = await textsOf(envelope, promptKey, backend);
    const answers = await textsOf(envelope, answerKey, backend);
    if (envelope.turns.every(({ id, kind }) => kind !== "prompt" || id in prompts))
      return { userId, envelope, prompts, answers };
    // Its turn may have ended between the two reads: then the session is another by now.
    const latest = await backend.read(sessionKey(userId));
    if (latest === found) return { userId, envelope, prompts, answers };
    found = latest;
  }
  return undefined;
}

async function textsOf({ turns }: Envelope, keyOf: (turnId: string) => string, backend: Backend) {
  const texts: Record<string, string> = {};
  for (const { id } of turns) {
    const text = await backend.read(keyOf(id));
    if (text !== undefined) texts[id] = text;
  }
  return texts;
}

const texts = z.record(z.string(), z.string());

/** One user's line of a session file. */
export const movingSessionSchema = z.object({
  userId: z.int().positive(),
  envelope: envelopeSchema,
  prompts: texts,
  answers: texts,
});
