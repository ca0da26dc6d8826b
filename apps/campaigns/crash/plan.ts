import { steps as allSteps, type Step } from "./steps.ts";

/** Where one kill is to fall: at a step, or at an instant that chance chooses. */
export type Aim = Step | "random instant";

/**
 * Every step at least once, half of the kills at steps if there are so many, the rest at random instants, in an order
 * that chance chooses.
 * @returns as many as asked for, or more if the steps need them.
 */
export function plan(kills: number, random: () => number, steps: readonly Step[] = allSteps): Aim[] {
  const rounds = Math.max(1, Math.floor(kills / 2 / steps.length));
  const aims: Aim[] = Array.from({ length: rounds }, () => steps).flat();
  while (aims.length < kills) aims.push("random instant");
  for (let last = aims.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [aims[last], aims[other]] = [aims[other] as Aim, aims[last] as Aim];
  }
  return aims;
}

export const nameOfAim = (aim: Aim): string => (typeof aim === "string" ? aim : `${aim.at} ${aim.name}`);

/** All places a kill can fall at, in the order of an update's way. */
export const WHILE_STARTING = "while starting again";
export const places: readonly string[] = [...allSteps.map(nameOfAim), "random instant", WHILE_STARTING];
