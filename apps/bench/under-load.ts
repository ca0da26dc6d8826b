import type { Contender } from "./contenders.ts";
import type { Setting } from "./loads.ts";
import { Place } from "./stores/place.ts";
import { type Trial, tryOut } from "./trial.ts";

/** Every contender's trials in one setting, one for each round. */
export type Comparison = ReadonlyMap<Contender, readonly Trial[]>;

/** Lets the contenders take turns, so that all of them see the same noise of the machine. */
export async function compare(
  contenders: readonly Contender[],
  { latency, warmUp, loads }: Setting,
  rounds: number,
): Promise<Comparison> {
  const trials = new Map<Contender, Trial[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [contender, done] of trials) {
      // It waits for most of the time, and takes ten times as long as the others to say the same again.
      if (latency && contender.oneAtATime && round > 0) continue;
      await using place = await Place.make(contender.store);
      const loadsOnly = loads.map(({ load }) => load);
      done.push(await tryOut({ contender, place, warmUp, loads: loadsOnly, ...(latency && { latency }) }));
    }
  }
  return trials;
}
