import type { Clock } from "../clock.ts";

/** A stranger gets at most three answers a minute, counted in memory: nothing is stored for one. */
export class StrangerLimit {
  private readonly answers = new Map<number, readonly number[]>();

  constructor(private readonly clock: Clock) {}

  mayAnswer(strangerId: number): boolean {
    const now = this.clock.now();
    // A clock that was put back must not silence for as long as it went.
    const latest = (this.answers.get(strangerId) ?? []).filter((time) => Math.abs(now - time) < WINDOW_MS);
    if (latest.length >= MOST_ANSWERS) return false;
    // Set anew, so that the map's first key is the one that has been quiet longest.
    this.answers.delete(strangerId);
    this.answers.set(strangerId, [...latest, now]);
    // A crowd of strangers must not fill the memory either.
    if (this.answers.size > MOST_STRANGERS) this.answers.delete(this.answers.keys().next().value ?? 0);
    return true;
  }
}

const WINDOW_MS = 60_000;
const MOST_ANSWERS = 3;
const MOST_STRANGERS = 10_000;
