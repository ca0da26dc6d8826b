import type { Arguments } from "../../server/arguments.ts";
import type { World } from "../../world/world.ts";

const LEAST_S = 30;
const MOST_S = 366 * 86_400;

/** When it ends, in seconds since the epoch; 0, for ever: also less than 30 s and more than 366 days from now. */
export function untilDate(call: Arguments, { clock }: World): number {
  const date = call.integer("until_date");
  const left = date - clock.unix;
  return left < LEAST_S || left > MOST_S ? 0 : date;
}
