import { z } from "zod";
import type { Answer } from "./agent.ts";
import { usageSchema } from "./usage.ts";

/** An answer as it is kept until it is delivered. */
export const encodeAnswer = ({ text, usage, contextNearlyFull }: Answer): string =>
  JSON.stringify({ text, usage, contextNearlyFull });

/** Reads also what earlier versions stored: the bare text. */
export function decodeAnswer(stored: string): Answer {
  const parsed = schema.safeParse(jsonIn(stored));
  return parsed.success ? parsed.data : { text: stored };
}

const schema = z.strictObject({
  text: z.string(),
  usage: usageSchema.optional(),
  contextNearlyFull: z.boolean().optional(),
});

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
