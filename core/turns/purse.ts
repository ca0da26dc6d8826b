import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import type { SessionView } from "../session/session.ts";
import { AgentFailed } from "./agent.ts";
import type { TurnLimits } from "./turn-limits.ts";
import { dayOf } from "./usage.ts";

/**
 * The money that turns may still cost today. What a user's turns have cost is in the session, by the commit that ends
 * each; what all have cost is the sum of that, kept in memory and made anew from the store when somebody else may
 * have added to it.
 */
export class Purse {
  /** Of which the sum is; "" if it has to be made anew. */
  private day = "";
  private sum = 0;
  private readonly spent = new Map<number, number>();
  private summing: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: KeyedSessionStore,
    private readonly limits: Pick<TurnLimits, "usdPerUserAndDay" | "usdPerDay">,
  ) {}

  /**
   * What the next turn of this user may cost; undefined: as much as it wants.
   *
   * @param now in ms since the epoch.
   * @throws {AgentFailed} for the user, if nothing is left. @throws {StoreUnavailable}
   */
  async open(session: SessionView, now: number): Promise<number | undefined> {
    const { usdPerUserAndDay, usdPerDay } = this.limits;
    const day = dayOf(now);
    const own = usdPerUserAndDay === undefined ? Infinity : usdPerUserAndDay - session.usageOn(day).costUsd;
    if (own <= 0) throw new AgentFailed(`Your ${inDollars(usdPerUserAndDay)} for today are used up. ${AGAIN}`);
    const all = usdPerDay === undefined ? Infinity : usdPerDay - (await this.spentOn(day));
    if (all <= 0) throw new AgentFailed(`The ${inDollars(usdPerDay)} that all may use today are used up. ${AGAIN}`);
    const least = Math.min(own, all);
    return least === Infinity ? undefined : least;
  }

  /** Follows a commit. */
  committed(session: SessionView): void {
    const { userId } = session;
    const { costUsd } = session.usageOn(this.day);
    const before = this.spent.get(userId) ?? 0;
    // What was read before a commit, while the sum is made, may come after it.
    if (costUsd <= before) return;
    this.spent.set(userId, costUsd);
    this.sum += costUsd - before;
  }

  /** Another process may have been at work. */
  forget(): void {
    this.day = "";
  }

  private async spentOn(day: string): Promise<number> {
    if (this.day !== day) {
      this.day = day;
      this.sum = 0;
      this.spent.clear();
      this.summing = this.add(day);
    }
    await this.summing;
    return this.sum;
  }

  private async add(day: string): Promise<void> {
    try {
      for await (const session of this.sessions.withCostsOn(day)) if (this.day === day) this.committed(session);
    } catch (error) {
      if (this.day === day) this.day = "";
      throw error;
    }
  }
}

const inDollars = (amount = 0) => `$${amount.toFixed(2)}`;
const AGAIN = "There is more after midnight, UTC.";
