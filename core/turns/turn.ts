import { z } from "zod";
import { askedSchema } from "./approvals/asked.ts";
import { gatheringSchema } from "./gathering.ts";

/**
 * One entry of a user's ledger: work for the agent that outlives its update.
 * `queued -> running -> answered -> delivered | interrupted | failed | stopped`; a turn that ends leaves the ledger,
 * which so stays bounded. `interrupted` waits there for its button.
 */
export const turnSchema = z.object({
  id: z.string(),
  /** The session it was accepted for; a result that comes for another one is dropped. */
  sessionId: z.string(),
  kind: z.enum(["prompt", "compact", "auto-compact"]),
  state: z.enum(["queued", "running", "answered", "interrupted"]),
  chatId: z.int(),
  /** The forum topic that was asked in. */
  threadId: z.int().optional(),
  /** Whether the user has been told that it was interrupted. */
  receipt: z.boolean().optional(),
  /** Which source has still to bring its text; until then it keeps its place in the line and does not run. */
  awaits: z.string().optional(),
  /** The text is there, and the user has to decide on it first. */
  held: z.boolean().optional(),
  /** Telegram's ids of the messages it was asked with, by which an edit finds it. */
  messageIds: z.array(z.int()).optional(),
  /** The message that tells where it stands in the line, and what it said at first. */
  notice: z.object({ messageId: z.int(), said: z.string() }).optional(),
  /** While more of it may come. */
  gathers: gatheringSchema.optional(),
  /** Keys of prompts that were made for it and are not needed: they go when it goes. */
  spare: z.array(z.string()).optional(),
  /** What it asked permission for, and no turn after it has. */
  asks: z.array(askedSchema).optional(),
});

export type Turn = z.output<typeof turnSchema>;
export type TurnKind = Turn["kind"];

/** Whether it was cut off before, and is tried again: what was done of it then must not be done twice. */
export const isRetry = ({ receipt }: Turn) => receipt !== undefined;

/** Under which it keeps texts beside the session. */
export const keysOf = ({ id, spare = [] }: Turn): readonly string[] => [id, ...spare];

/** Write-once keys, beside the envelope so that it stays small. */
export const promptKey = (turnId: string) => `${PROMPT}${turnId}`;
export const answerKey = (turnId: string) => `${ANSWER}${turnId}`;
export const traceKey = (turnId: string) => `${TRACE}${turnId}`;
export const isOfTurn = (key: string) => [PROMPT, ANSWER, TRACE].some((prefix) => key.startsWith(prefix));

const PROMPT = "prompt:";
const ANSWER = "answer:";
const TRACE = "trace:";
