import { randomFrom } from "../../bots/files/seeded-random.ts";

/** Chance that is the same for the same seed, on every machine. */
export class Random {
  /** At least 0 and below 1. */
  readonly next: () => number;

  constructor(seed: number) {
    this.next = randomFrom(seed);
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }

  /** @param make called up to `most` times, and at least once. */
  several(most: number, make: () => string): string {
    return Array.from({ length: 1 + this.below(most) }, make).join("");
  }
}
