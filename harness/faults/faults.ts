import type { Arguments } from "../server/arguments.ts";
import { Pulse } from "../world/pulse.ts";
import type { ServerClock } from "../world/server-clock.ts";
import { type Fault, type FaultAnswer, type Meeting, refuseImpossible, type WordedAnswer } from "./fault.ts";
import { Hold, type Stretch } from "./hold.ts";
import { StandingFault } from "./standing-fault.ts";

/** Work that may meet trouble, and what the trouble then looks like to whoever asked for it. */
export interface Troubled<T> {
  readonly method: string;
  readonly call: Arguments;
  readonly work: () => Promise<T>;
  readonly cut: () => T;
  readonly refuse: (answer: Extract<FaultAnswer, { status: number }>) => T;
  /** Resolves when nobody waits for the answer any more. */
  readonly hungUp: () => Promise<void>;
  /**
   * Troubles that look different wherever they happen. They get what resolves when the fault is lifted; undefined means
   * that there was nothing to see.
   */
  readonly own: Partial<Record<OwnTrouble, (lifted: Promise<void>) => Promise<T | Unseen<T>>>>;
}

/** The result of a call in which the trouble could not be seen. */
export class Unseen<T> {
  constructor(readonly result: T) {}
}

type OwnTrouble = Exclude<WordedAnswer, "cut-before" | "cut-after" | "hang">;

/** Troubles that wait for calls. The first that fits a call is taken. */
export class Faults {
  /** Beats with each fault that is added. */
  readonly planned = new Pulse<Fault>();
  /** Beats when one is added, has met a call, or is lifted. */
  readonly changed = new Pulse();
  private readonly added: StandingFault[] = [];
  private active: (StandingFault | Hold)[] = [];

  constructor(private readonly clock: ServerClock) {}

  /**
   * @returns it, to be lifted before its time.
   * @throws {TypeError} if such calls can never meet such a trouble.
   */
  add(fault: Fault): StandingFault {
    refuseImpossible(fault);
    const added = new StandingFault(fault, this.added.length + 1, this.clock, () => this.changed.beat());
    this.added.push(added);
    this.active.push(added);
    this.planned.beat(fault);
    this.changed.beat();
    return added;
  }

  /** Keeps the next such call waiting, before its work is done or after, until it is let go or cut. */
  hold({ at, ...meeting }: Meeting & { readonly at: Stretch }): Hold {
    const hold = new Hold(at, meeting);
    this.active.push(hold);
    return hold;
  }

  /** Forgets those that have not happened, and lifts the others. */
  clear(): void {
    for (const fault of this.added) fault.lift();
    this.active = [];
  }

  /** How many calls are still to meet one. */
  get left(): number {
    return this.active.reduce((sum, { left }) => sum + left, 0);
  }

  /** All that were added, oldest first, those that are over among them. */
  get all(): readonly StandingFault[] {
    return this.added;
  }

  /** For reports: all that were added, and how often they struck. */
  get history(): readonly string[] {
    return this.added.map(String);
  }

  /** @internal does the work as the trouble it meets lets it be done; whatever it meets counts as met. */
  async around<T>(troubled: Troubled<T>): Promise<T> {
    const { method, call, work, cut } = troubled;
    const met = this.active.length > 0 ? this.meet(method.toLowerCase(), call) : undefined;
    if (!met) return work();
    if (met instanceof Hold) return (await met.around(call, work)) ?? cut();
    return this.strike(met, troubled);
  }

  private meet(method: string, call: Arguments): StandingFault | Hold | undefined {
    const met = this.active.find((trouble) => trouble.meets(method, call));
    if (this.active.some(({ left }) => left === 0)) this.active = this.active.filter(({ left }) => left > 0);
    return met;
  }

  private async strike<T>(met: StandingFault, { work, cut, refuse, hungUp, own }: Troubled<T>): Promise<T> {
    const { answer } = met.fault;
    if (typeof answer !== "string") {
      return "delayMs" in answer ? this.clock.pause(answer.delayMs).then(work) : refuse(answer);
    }
    if (answer === "cut-before") return cut();
    if (answer === "cut-after") return work().then(cut);
    if (answer === "hang") {
      const goesOn = await Promise.race([met.lifted.then(() => true), hungUp().then(() => false)]);
      return goesOn ? work() : cut();
    }
    const result = await (own[answer] ?? work)(met.lifted);
    if (!(result instanceof Unseen)) return result;
    met.takeBack();
    if (!this.active.includes(met)) this.active.push(met);
    return result.result;
  }
}
