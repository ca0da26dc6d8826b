import { hash } from "node:crypto";

/** Some of the calls, and the same ones whenever the seed is the same. */
export interface Chance {
  /** 0 to 1. */
  readonly probability: number;
  /** Printed in failure reports, so that a run can be repeated. */
  readonly seed: number;
}

/**
 * Decides call by call. Each chat has a series of its own for each method, so that chats which overtake each other
 * change nothing: the third sendMessage in Alice's chat is met in every run, or in none.
 */
export class Draw {
  private readonly counts = new Map<string, number>();

  constructor(private readonly chance: Chance) {}

  next(method: string, chat: string): boolean {
    const { probability, seed } = this.chance;
    const series = `${method} ${chat}`;
    const count = (this.counts.get(series) ?? 0) + 1;
    this.counts.set(series, count);
    return fraction(`${seed} ${series} ${count}`) < probability;
  }
}

/** At least 0, below 1, and the same for the same text. */
const fraction = (text: string) => Number.parseInt(hash("sha1", text).slice(0, 8), 16) / 2 ** 32;
