import { z } from "zod";

/** What the agent remembers, by the id that the agent knows it under. */
export const conversationSchema = z.object({
  id: z.string(),
  /** How its first request begins. */
  title: z.string().default(""),
  /** Turns answered in it. */
  turns: z.int().nonnegative().default(0),
  /** What it has cost so far, in US dollars. */
  costUsd: z.number().nonnegative().default(0),
  /** ISO 8601 in UTC: when its latest turn was answered, or its first one begun. */
  lastTurn: z.string(),
  /** What the agent said after its latest turn: it should be compacted before it goes on. */
  nearlyFull: z.boolean().optional(),
});

export type Conversation = Readonly<z.output<typeof conversationSchema>>;

/** With this one as the latest of those that may be gone back to; the oldest beyond the limit goes. */
export function keptWith(earlier: readonly Conversation[], conversation: Conversation | null): Conversation[] {
  const others = earlier.filter(({ id }) => id !== conversation?.id);
  return (conversation ? [conversation, ...others] : others).slice(0, MOST_KEPT);
}

/** Enough to recognise it by. */
export const titleOf = (prompt: string): string => {
  const line = prompt.trim().split("\n", 1)[0] ?? "";
  return line.length > LONGEST_TITLE ? `${Array.from(line).slice(0, LONGEST_TITLE).join("").trimEnd()}…` : line;
};

/** More would make a session heavy, and nobody reads longer lists. */
const MOST_KEPT = 20;
const LONGEST_TITLE = 60;
