import type { Arguments } from "../server/arguments.ts";
import { fits, type Meeting } from "./fault.ts";

/** Where a call is kept waiting: on its way to Telegram, or on its way back with the work done. */
export type Stretch = "before" | "after";

/** One call kept waiting, for as long as the scenario likes: whatever happens meanwhile happens at that very step. */
export class Hold {
  /** Resolves when a call is held: with what it asks for. */
  readonly held: Promise<Arguments>;
  private readonly caught = Promise.withResolvers<Arguments>();
  private readonly verdict = Promise.withResolvers<"go on" | "cut">();

  /** @internal how many calls it still waits for. */
  left = 1;

  constructor(
    private readonly stretch: Stretch,
    private readonly meeting: Meeting,
  ) {
    this.held = this.caught.promise;
  }

  /** The call goes on as if nothing had been. */
  release(): void {
    this.verdict.resolve("go on");
  }

  /** The connection breaks: held before, the work is never done; held after, its sender cannot know that it was. */
  cut(): void {
    this.verdict.resolve("cut");
  }

  /** @internal whether this is the call it waits for. */
  meets(method: string, call: Arguments): boolean {
    if (this.left === 0 || !fits(this.meeting, method, call)) return false;
    this.left = 0;
    return true;
  }

  /** @internal does the work of a call that met this. @returns undefined if it was cut. */
  async around<T>(call: Arguments, work: () => Promise<T>): Promise<T | undefined> {
    if (this.stretch === "before") return (await this.wait(call)) ? work() : undefined;
    const result = await work();
    return (await this.wait(call)) ? result : undefined;
  }

  private async wait(call: Arguments): Promise<boolean> {
    this.caught.resolve(call);
    return (await this.verdict.promise) === "go on";
  }
}
