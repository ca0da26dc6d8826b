import type { Fault } from "../../../faults/fault.ts";

/** A trouble that can be chosen, in words. */
export interface FaultKind {
  readonly id: string;
  readonly words: string;
  /** The only method it can happen to. Default: any. */
  readonly method?: string;
  /** A number it needs. */
  readonly amount?: { readonly label: string; readonly usual: number };
  readonly answer: (amount: number) => Fault["answer"];
}

const refusal = (status: number, description: string) => ({
  id: String(status),
  words: `refused: ${status} ${description}`,
  answer: () => ({ status, description }),
});

export const faultKinds: readonly FaultKind[] = [
  {
    id: "429",
    words: "refused: 429 Too Many Requests",
    amount: { label: "Retry after, in s", usual: 3 },
    answer: (seconds) => ({
      status: 429,
      description: `Too Many Requests: retry after ${seconds}`,
      retryAfter: seconds,
    }),
  },
  refusal(400, "Bad Request: chat not found"),
  refusal(403, "Forbidden: bot was blocked by the user"),
  refusal(500, "Internal Server Error"),
  refusal(502, "Bad Gateway"),
  {
    id: "slow",
    words: "slow",
    amount: { label: "By how much, in ms", usual: 3_000 },
    answer: (delayMs) => ({ delayMs }),
  },
  { id: "hang", words: "hangs: no answer, nothing done", answer: () => "hang" },
  { id: "cut-before", words: "cut off before the work is done", answer: () => "cut-before" },
  { id: "cut-after", words: "cut off after the work is done", answer: () => "cut-after" },
  { id: "half", words: "half an answer", answer: () => "half" },
  { id: "malformed", words: "an answer that is not JSON", answer: () => "malformed" },
  { id: "conflict", words: "another copy polls, too (409)", method: "getUpdates", answer: () => "conflict" },
  { id: "twice", words: "updates come twice", method: "getUpdates", answer: () => "twice" },
  { id: "overtaken", words: "updates overtake each other", method: "webhook", answer: () => "overtaken" },
];

/** How often a fault strikes. */
export const measures = {
  times: { words: "the next … calls", usual: 1, fields: (times: number) => ({ times }) },
  seconds: { words: "for … s of the server's clock", usual: 30, fields: (s: number) => ({ forMs: s * 1_000 }) },
  chance: {
    words: "… % of the calls",
    usual: 20,
    fields: (percent: number) => ({ chance: { probability: percent / 100, seed: 1 } }),
  },
} as const;
