import { z } from "zod";
import type { Arguments } from "../server/arguments.ts";
import type { WordedAnswer } from "./fault.ts";
import { pattern } from "./pattern.ts";

/** What each of some parameters of a call has to be, in place of a function. */
const where = z
  .record(z.string(), z.union([pattern, z.number(), z.boolean()]))
  .transform((wanted) => (call: Arguments) => Object.entries(wanted).every(([name, one]) => is(call.text(name), one)));

/** Which calls meet a trouble, as JSON. */
export const meetingSchema = { method: z.string().trim().min(1), chat: z.int().optional(), where: where.optional() };

/** All of them: the compiler says which one is missing. */
const words = {
  "cut-before": "cut-before",
  "cut-after": "cut-after",
  hang: "hang",
  half: "half",
  malformed: "malformed",
  conflict: "conflict",
  twice: "twice",
  overtaken: "overtaken",
} as const satisfies { readonly [Word in WordedAnswer]: Word };

/** A fault as JSON. */
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

const is = (text: string, wanted: string | RegExp | number | boolean) =>
  wanted instanceof RegExp ? text.search(wanted) >= 0 : text === String(wanted);
