import type { Arguments } from "../server/arguments.ts";
import { fits, type Meeting } from "./fault.ts";
import { Gate } from "./gate.ts";

/** Where a call is kept waiting: on its way to Telegram, or on its way back with the work done. */
export type Stretch = "before" | "after";

/** One call kept waiting. Cut before its work, it is never done; cut after, its sender cannot know that it was. */
export class Hold extends Gate<Arguments> {
  /** @internal how many calls it still waits for. */
  left = 1;

  constructor(
    private readonly stretch: Stretch,
    private readonly meeting: Meeting,
  ) {
    super();
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
}
