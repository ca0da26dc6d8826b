import { z } from "zod";

/** Which calls meet a trouble, as JSON. */
export const meetingSchema = { method: z.string().trim().min(1), chat: z.int().optional() };

const words = ["cut-before", "cut-after", "hang", "half", "malformed", "conflict", "twice", "overtaken"] as const;

/** A fault as JSON: all of it but `where`, which is a function. */
export const faultSchema = z.strictObject({
  ...meetingSchema,
  times: z.int().positive().optional(),
  forMs: z.number().positive().optional(),
  chance: z.strictObject({ probability: z.number().min(0).max(1), seed: z.int() }).optional(),
  answer: z.union([
    z.enum(words),
    z.strictObject({ status: z.int().min(400).max(599), description: z.string(), retryAfter: z.int().optional() }),
    z.strictObject({ delayMs: z.number().nonnegative() }),
  ]),
});
