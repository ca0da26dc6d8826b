/** How much of the agent there is. Whoever meets a limit is told which. */
export interface TurnLimits {
  /** Turns at work at once, of all users; those of one user never are. Default: 20. */
  readonly atOnce: number;
  /** Turns of one user that may wait. More would outgrow what a session may weigh. Default: 200, which is also the most. */
  readonly waitingPerUser: number;
  /** Turns that may wait in all. Default: 10,000. */
  readonly waitingInAll: number;
  /** How long a turn may take. Default: 120. */
  readonly minutes: number;
  /** What one user's turns may cost on a day, in US dollars. Default: no limit. */
  readonly usdPerUserAndDay?: number;
  /** What all turns may cost on a day. Default: no limit. */
  readonly usdPerDay?: number;
}

export const usualLimits: TurnLimits = { atOnce: 20, waitingPerUser: 200, waitingInAll: 10_000, minutes: 120 };
