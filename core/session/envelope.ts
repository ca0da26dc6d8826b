import { z } from "zod";
import { turnSchema } from "../turns/turn.ts";
import { usageSumSchema } from "../turns/usage.ts";
import { conversationSchema } from "./conversation.ts";

/** The version of the stored form. A store holding a newer one is left untouched. */
export const ENVELOPE_FORMAT = 1;

export const preferencesSchema = z.object({
  autoCompact: z.boolean().default(true),
  showTranscription: z.boolean().default(true),
  confirmTranscription: z.boolean().default(false),
  maxTurnsBeforeCompact: z.int().positive().default(20),
  /** Says below each answer what it took. */
  showUsage: z.boolean().default(false),
});

/** The specification's schema of one user, and its defaults for whatever is missing. */
export const sessionSchema = z.object({
  /** `user_{id}_{8 hex digits}`, or null when no session is active. */
  claudeSessionId: z
    .unknown()
    .optional()
    .transform((id) => (id === null || id === undefined ? null : String(id))),
  turnCount: z.int().nonnegative().default(0),
  /** ISO 8601 in UTC, or null if there was no update yet. */
  lastActive: z.string().nullable().default(null),
  workspacePath: z.string().default("/workspace"),
  preferences: preferencesSchema.prefault({}),
  /** What the agent remembers of this session, under an id of the agent's own; null before the first turn. */
  conversation: conversationSchema.nullable().default(null),
  /** Conversations that may be gone back to, the latest first. */
  earlier: z.array(conversationSchema).default([]),
  /** What `/clear` ended last, until the next message. */
  cleared: z
    .object({ sessionId: z.string(), turnCount: z.int(), conversationId: z.string().optional(), at: z.number() })
    .nullable()
    .default(null),
  /** Keys of what agents may do without asking, until the session ends. */
  allowed: z.array(z.string()).default([]),
  /** What the user's turns took, in all. */
  usage: usageSumSchema.prefault({}),
  /** The latest of it, if that did not come with an answer. */
  charge: z.string().optional(),
  /** What they took on one day, in UTC. */
  usageOfDay: usageSumSchema.extend({ day: z.string().default("") }).prefault({}),
});

export type SessionFields = z.output<typeof sessionSchema>;
export type Preferences = SessionFields["preferences"];

/** All that is kept of one user, written in one atomic write of one key. */
export const envelopeSchema = z.object({
  format: z.literal(ENVELOPE_FORMAT),
  /** Counts the commits. */
  revision: z.int().nonnegative(),
  /** Whose it is, since the checksum does not cover the key. Missing in what the first versions wrote. */
  user: z.int().optional(),
  session: sessionSchema.prefault({ claudeSessionId: null }),
  /** Slices by plugin; those of plugins that are not loaded are kept as they are. */
  plugins: z.record(z.string(), z.object({ version: z.int(), data: z.unknown() })).default({}),
  /** The ledger: unfinished turns in their order. */
  turns: z.array(turnSchema).default([]),
  /** Inbox entries committed here that the inbox may not yet know as finished. */
  seen: z.array(z.string()).default([]),
});

export type Envelope = z.output<typeof envelopeSchema>;

/** What a user starts with. */
export const emptyEnvelope = (workspacePath?: string): Envelope =>
  envelopeSchema.parse({ format: ENVELOPE_FORMAT, revision: 0, session: { workspacePath } });

export const SESSION_PREFIX = "session:";
export const sessionKey = (userId: number) => `${SESSION_PREFIX}${userId}`;
export const userOfKey = (key: string) => Number(key.slice(SESSION_PREFIX.length));
export const isSessionKey = (key: string) => key.startsWith(SESSION_PREFIX);
