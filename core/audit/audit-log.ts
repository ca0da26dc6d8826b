import { z } from "zod";
import type { Backend } from "../backend.ts";
import type { PruneOptions } from "../session/prune.ts";

/** Something that an agent may not do by itself was asked for, or decided. */
export interface AuditEntry {
  /** ISO 8601 in UTC: when it was decided. */
  readonly at: string;
  readonly userId: number;
  readonly chatId: number;
  readonly sessionId: string;
  readonly turnId: string;
  /** Of the request, unique. */
  readonly requestId: string;
  readonly tool: string;
  readonly title: string;
  /** What there was to judge by, whole: where it was asked, or allowed without asking. */
  readonly detail?: string;
  readonly outcome: Outcome;
}

const OUTCOMES = [
  "asked",
  "allowed once",
  "allowed for the session",
  /** By an earlier "allowed for the session". */
  "allowed earlier",
  "denied",
  "expired",
  /** The turn ended before anybody answered. */
  "withdrawn",
  /** The question could not be put. */
  "not asked",
] as const;

export type Outcome = (typeof OUTCOMES)[number];

/**
 * Who was asked for what, and what was said. Entries are only ever added: each has a key of its own in the store,
 * beside the sessions, and nothing here changes one. It is written before what it says takes effect.
 */
export class AuditLog {
  constructor(private readonly backend: Backend) {}

  /** The same outcome of the same request is kept once, however often its update is handled. @throws {StoreUnavailable} */
  async add(entry: AuditEntry): Promise<void> {
    const key = `${PREFIX}${entry.requestId}:${entry.outcome}`;
    await this.backend.compareAndSet(key, undefined, JSON.stringify(entry));
  }
}

/** All of it, oldest first. @throws {StoreUnavailable} */
export async function readAudit(backend: Backend): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const [, raw] of backend.scan(PREFIX)) {
    const entry = entryIn(raw);
    if (entry) entries.push(entry);
  }
  return entries.sort((one, other) => one.at.localeCompare(other.at));
}

/**
 * Removes what was asked and said before a time, in ms since the epoch, or only tells what that is. Reads all entries.
 *
 * @throws {StoreUnavailable}
 */
export async function* pruneAudit(
  backend: Backend,
  { before, pretend = false }: PruneOptions,
): AsyncGenerator<AuditEntry, void, undefined> {
  for await (const [key, raw] of backend.scan(PREFIX)) {
    const entry = entryIn(raw);
    if (!entry || !(Date.parse(entry.at) < before)) continue;
    if (pretend || (await backend.compareAndSet(key, raw, undefined))) yield entry;
  }
}

function entryIn(raw: string): AuditEntry | undefined {
  try {
    return schema.safeParse(JSON.parse(raw)).data;
  } catch {
    return undefined;
  }
}

const PREFIX = "audit:";

const schema = z.object({
  at: z.string(),
  userId: z.int(),
  chatId: z.int(),
  sessionId: z.string(),
  turnId: z.string(),
  requestId: z.string(),
  tool: z.string(),
  title: z.string(),
  detail: z.string().optional(),
  outcome: z.enum(OUTCOMES),
});
