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

export const noUsage: Usage = usageSchema.parse({});

/** The day that money is counted by: in UTC. */
export const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

export const addUsage = (one: Usage, other: Usage): Usage => ({
  turns: one.turns + other.turns,
  ms: one.ms + other.ms,
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  costUsd: one.costUsd + other.costUsd,
});
