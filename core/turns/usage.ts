import { z } from "zod";

/** What work of the agent took. */
export const usageSchema = z.object({
  /** How often the agent thought: it does so again after every use of tools. */
  turns: z.int().nonnegative().default(0),
  ms: z.number().nonnegative().default(0),
  inputTokens: z.int().nonnegative().default(0),
  outputTokens: z.int().nonnegative().default(0),
  costUsd: z.number().nonnegative().default(0),
});

export type Usage = Readonly<z.output<typeof usageSchema>>;

/** What many pieces of work took together. */
export const usageSumSchema = usageSchema.extend({
  /** Requests that got an answer. */
  requests: z.int().nonnegative().default(0),
});

export type UsageSum = Readonly<z.output<typeof usageSumSchema>>;

export const noUsage: UsageSum = usageSumSchema.parse({});

/** The day that money is counted by: in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const addUsage = (one: UsageSum, other: UsageSum): UsageSum => ({
  requests: one.requests + other.requests,
  turns: one.turns + other.turns,
  ms: one.ms + other.ms,
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  costUsd: one.costUsd + other.costUsd,
});
