import type { Mode } from "./vector.ts";

export interface KnownDifference {
  readonly mode: Mode;
  readonly input: string;
  readonly reason: string;
}

/** Where the harness answers otherwise than TDLib, and why. The test of the vectors keeps this list true. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    mode: "automatic",
    input: "12:34.com",
    reason:
      "TDLib's parser takes 12:34 for a place in a video, which hides the address. In what bots send it looks for no such places.",
  },
];
