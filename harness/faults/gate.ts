/** Something kept waiting, once, for as long as the scenario likes: whatever happens meanwhile happens at that very step. */
export class Gate<T> {
  /** Resolves when something is held: with what it is. */
  readonly held: Promise<T>;
  private readonly caught = Promise.withResolvers<T>();
  private readonly verdict = Promise.withResolvers<"go on" | "cut">();
  private isTaken = false;

  constructor() {
    this.held = this.caught.promise;
  }

  /** It goes on as if nothing had been. */
  release(): void {
    this.verdict.resolve("go on");
  }

  /** The connection breaks. */
  cut(): void {
    this.verdict.resolve("cut");
  }

  /** @internal Only the first that comes is held. @returns false if it was cut. */
  async wait(what: T): Promise<boolean> {
    if (this.isTaken) return true;
    this.isTaken = true;
    this.caught.resolve(what);
    return (await this.verdict.promise) === "go on";
  }
}
