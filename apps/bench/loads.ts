import { type Load, usersAmong } from "./load/load.ts";
import type { Latency } from "./load/load-server.ts";

/** A time of the day at which all contenders are compared: how long Telegram takes, and what its people do. */
export interface Setting {
  readonly title: string;
  readonly latency?: Latency;
  readonly warmUp: Load;
  readonly loads: readonly { readonly title: string; readonly load: Load }[];
}

const burst = (users: number, messagesEach: number, withinMs: number): Load => ({
  kind: "burst",
  users: usersAmong(users),
  messagesEach,
  withinMs,
});

const closed = (users: number, withinMs: number): Load => ({ kind: "closed", users: usersAmong(users), withinMs });

/**
 * With latency, fifty users who wait for each answer can't send more than 1,111 messages a second, whoever answers:
 * that load shows who keeps pace. With five hundred of them the contender is what limits.
 */
export const SETTINGS: readonly Setting[] = [
  {
    title: "no API latency",
    warmUp: burst(50, 40, 3_000),
    loads: [
      { title: "50 users send 100 messages each at once", load: burst(50, 100, 6_000) },
      { title: "50 users, each waiting for the answer", load: closed(50, 1_000) },
    ],
  },
  {
    title: "30 to 60 ms of API latency",
    latency: [30, 60],
    warmUp: closed(200, 1_000),
    loads: [
      { title: "50 users send 20 messages each at once", load: burst(50, 20, 2_500) },
      { title: "50 users, each waiting for the answer", load: closed(50, 1_000) },
      { title: "500 users, each waiting for the answer", load: closed(500, 1_500) },
    ],
  },
];
