/** Thrown by a scenario that finds this machine lacks what it needs: it has shown nothing, and nothing is wrong. */
export class NotPlayed extends Error {
  override readonly name = "NotPlayed";

  /** @param lacks what is missing and how to get it: `libfaketime is not installed: get it with ...`. */
  constructor(readonly lacks: string) {
    super(`not played: ${lacks}`);
  }
}
