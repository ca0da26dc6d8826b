import type { Update } from "grammy/types";
import { laneOfUser, userOfLane } from "../access/update-origin.ts";
import type { SessionView } from "../session/session.ts";
import type { SessionStore } from "../session/session-store.ts";
import { Surplus, type SurplusParts } from "../surplus.ts";
import type { TurnLimits } from "./turn-limits.ts";

/** The account of messages that were not accepted because too many turns of their users wait: who learns of it, and when. */
export class TurnedAway {
  private readonly surplus: Surplus;
  /** How many turns wait in the lanes of which some were not accepted. */
  private readonly waiting = new Map<string, number>();

  constructor(
    private readonly sessions: SessionStore,
    private readonly limits: Pick<TurnLimits, "waitingPerUser">,
    surplus: Omit<SurplusParts, "isFull">,
  ) {
    this.surplus = new Surplus({
      ...surplus,
      isFull: (lane) => (this.waiting.get(lane) ?? 0) > limits.waitingPerUser / 2,
    });
  }

  /**
   * How many turns of this user may wait. Once full, it stays so until half are done: the user need not hear of it again at
   * every other message.
   */
  mostOf(userId: number): number {
    const limit = this.limits.waitingPerUser;
    return this.waiting.has(laneOfUser(userId)) ? Math.floor(limit / 2) + 1 : limit;
  }

  /** @param waiting how many turns of the user do. @returns whether the user has been told before. */
  async note(userId: number, update: Update, waiting: number): Promise<boolean> {
    this.waiting.set(laneOfUser(userId), waiting);
    return !(await this.surplus.keep([update]));
  }

  /** Follows a commit: who missed something learns when there is room again. */
  committed({ userId, turns }: SessionView): void {
    const lane = laneOfUser(userId);
    if (!this.waiting.has(lane)) return;
    this.waiting.set(lane, turns.length);
    this.surplus.settle();
    if (!this.surplus.lanes.has(lane)) this.waiting.delete(lane);
  }

  /** Finds what an earlier process did not accept. @throws {StoreUnavailable} */
  async load(): Promise<void> {
    await this.surplus.load();
    for (const lane of this.surplus.lanes) {
      const userId = userOfLane(lane);
      const session = userId === undefined ? undefined : await this.sessions.read(userId);
      this.waiting.set(lane, session?.turns.length ?? 0);
    }
    this.surplus.settle();
  }

  /** Another process accounts for it now. */
  release(): void {
    this.surplus.release();
    this.waiting.clear();
  }
}
