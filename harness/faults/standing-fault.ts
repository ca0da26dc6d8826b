import type { Arguments } from "../server/arguments.ts";
import type { ServerClock } from "../world/server-clock.ts";
import { Draw } from "./chance.ts";
import { type Fault, fits } from "./fault.ts";

/** A trouble that waits for calls, or has met some. */
export class StandingFault {
  /** How many calls have met it. */
  met = 0;
  /** @internal resolves when it is lifted. */
  readonly lifted: Promise<void>;
  private readonly end = Promise.withResolvers<void>();
  private readonly draw: Draw | undefined;
  private readonly until: number;
  private remaining: number;

  /** @param changed is told whenever it has met a call, or is lifted. */
  constructor(
    /** @internal */
    readonly fault: Fault,
    /** By which it goes in lists: 1, 2, 3, ... */
    readonly number: number,
    private readonly clock: ServerClock,
    private readonly changed: () => void,
  ) {
    const { times, forMs, chance } = fault;
    this.lifted = this.end.promise;
    this.remaining = times ?? (forMs === undefined && chance === undefined ? 1 : Infinity);
    this.until = forMs === undefined ? Infinity : clock.now + forMs;
    this.draw = chance && new Draw(chance);
  }

  /** How many calls are still to meet it, at most. */
  get left(): number {
    return this.clock.now < this.until ? this.remaining : 0;
  }

  /** It meets no more calls, and those that hang because of it go on as if nothing had been. */
  lift(): void {
    this.remaining = 0;
    this.end.resolve();
    this.changed();
  }

  /** @internal whether this call meets it. */
  meets(method: string, call: Arguments): boolean {
    if (this.left === 0 || !fits(this.fault, method, call)) return false;
    if (this.draw && !this.draw.next(method, call.text("chat_id"))) return false;
    this.remaining--;
    this.met++;
    this.changed();
    return true;
  }

  /** @internal the call was none that the trouble could be seen in. */
  takeBack(): void {
    this.remaining++;
    this.met--;
    this.changed();
  }

  /** For lists; `left` is null if there is no limit. */
  toJSON(): Omit<Fault, "where" | "chat"> & {
    readonly number: number;
    readonly chat?: number;
    readonly met: number;
    readonly left: number | null;
  } {
    const { where: _, chat, ...fault } = this.fault;
    const { number, met, left } = this;
    return {
      number,
      ...fault,
      ...(chat !== undefined && { chat: typeof chat === "number" ? chat : chat.id }),
      met,
      left: left === Infinity ? null : left,
    };
  }

  /** For reports: what it is and, if chance decides, by which seed. */
  toString(): string {
    const { method, answer, chance } = this.fault;
    const what = typeof answer === "string" ? answer : JSON.stringify(answer);
    const odds = chance ? `, of ${chance.probability * 100} % of the calls, seed ${chance.seed}` : "";
    return `${method} meets ${what}${odds}: ${this.met} so far`;
  }
}
