import { isDeepStrictEqual } from "node:util";
import { askHarness } from "./harness.ts";
import type { Outcome, Vector } from "./vector.ts";

/** Whether the harness answers as TDLib did. */
export const agree = ({ mode, input, given, outcome }: Vector): boolean =>
  isDeepStrictEqual(askHarness(mode, input, given), forBots(outcome));

/** TDLib finds places in media, too; it tells them to apps but not to bots. */
export function forBots(outcome: Outcome): Outcome {
  if ("error" in outcome) return outcome;
  return { ...outcome, entities: outcome.entities.filter(({ type }) => String(type) !== "media_timestamp") };
}
