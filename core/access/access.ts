import type { InjectionToken } from "tsyringe";

/** Who may use the bot. Asked before the inbox, and again when a turn starts. */
export interface Access {
  allows(userId: number | undefined): boolean;
  /** Whether there is no list, so that everyone is allowed. */
  readonly open: boolean;
}

/** For plugins that write to users by themselves: somebody may have been taken off the list since. */
export const Access: InjectionToken<Access> = Symbol("Access");

export const everyone: Access = { open: true, allows: () => true };

/** Updates without a user of their own (channel posts, anonymous admins) are nobody's on the list, so they are refused. */
export function onlyUsers(ids: Iterable<number>): Access {
  const allowed = new Set(ids);
  return { open: false, allows: (userId) => userId !== undefined && allowed.has(userId) };
}
