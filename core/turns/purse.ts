import type { Backend } from "../backend.ts";
import type { SessionView } from "../session/session.ts";
import { AgentFailed } from "./agent.ts";
import type { TurnLimits } from "./turn-limits.ts";
import { dayOf } from "./usage.ts";

/** The money that turns may still cost today: each user's is counted in the session, that of all under a key of its own. */
export class Purse {
  constructor(
    private readonly backend: Backend,
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

  /** Notes what a turn of anybody's has cost. @throws {StoreUnavailable} */
  async pay(costUsd: number, now: number): Promise<void> {
    if (this.limits.usdPerDay === undefined || costUsd === 0) return;
    const key = keyOf(dayOf(now));
    for (;;) {
      const before = await this.backend.read(key);
      const after = Number(before ?? 0) + costUsd;
      if (await this.backend.compareAndSet(key, before, String(after))) return;
    }
  }

  private async spentOn(day: string): Promise<number> {
    return Number((await this.backend.read(keyOf(day))) ?? 0);
  }
}

const keyOf = (day: string) => `spent:${day}`;
const inDollars = (amount = 0) => `$${amount.toFixed(2)}`;
const AGAIN = "There is more after midnight, UTC.";
