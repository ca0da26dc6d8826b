import type { Contender } from "./contenders.ts";
import { Crowd } from "./load/crowd.ts";
import { type Load, usersAmong } from "./load/load.ts";
import { median } from "./statistics.ts";
import { Place } from "./stores/place.ts";
import { canSeed, seed } from "./stores/seed.ts";
import { tryOut } from "./trial.ts";

/** What one more user in the store changes: nothing, if all is well. */
export interface Growth {
  readonly users: number;
  readonly cpuMicrosPerMessage: number;
  readonly messagesPerSecond: number;
  readonly startMs: number;
  readonly peakBytes: number;
  readonly storedBytes: number;
}

/** One of each kind of store that may grow. */
export const growingStores = (contenders: readonly Contender[]): readonly Contender[] =>
  contenders.filter(
    (each) => canSeed(each) && each.store !== "memory" && each.updates === "polling" && !each.durability,
  );

/** How many of them write, whatever the number that is stored: spread evenly over all of them. */
const ACTIVE = 1_000;

/** Measures a contender on stores of growing size; the sizes take turns, so that all see the same noise of the machine. */
export async function measureGrowth(
  contender: Contender,
  sizes: readonly number[],
  rounds: number,
): Promise<readonly Growth[]> {
  const growth: Growth[][] = sizes.map(() => []);
  await using stores = new AsyncDisposableStack();
  const filled = new Map<number, Store>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, users] of sizes.entries()) {
      // The empty one is a new one each time: the round before has left its users there.
      const store = filled.get(users) ?? stores.use(await Store.make(contender, users));
      if (users > 0) filled.set(users, store);
      growth[index]?.push(await store.measure());
    }
  }
  return growth.map(medians);
}

/** A contender's store with the users in it, and those of them who write. */
class Store implements AsyncDisposable {
  private readonly crowd = new Crowd();

  private constructor(
    private readonly contender: Contender,
    private readonly users: number,
    private readonly place: Place,
    private readonly storedBytes: number,
  ) {}

  static async make(contender: Contender, users: number): Promise<Store> {
    const place = await Place.make(contender.store);
    await seed(contender, place, users);
    return new Store(contender, users, place, await place.bytes());
  }

  async measure(): Promise<Growth> {
    const { contender, users, place, crowd, storedBytes } = this;
    const loads = [this.burst(5)];
    const { figures, ...trial } = await tryOut({ contender, place, crowd, warmUp: this.burst(2), loads });
    const { cpuMicrosPerMessage = Number.NaN, messagesPerSecond = Number.NaN } = figures[0] ?? {};
    const { startMs, peakBytes } = trial;
    return { users, cpuMicrosPerMessage, messagesPerSecond, startMs, peakBytes, storedBytes };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.place[Symbol.asyncDispose]();
  }

  private burst(messagesEach: number): Load {
    const users = usersAmong(ACTIVE, Math.max(this.users, ACTIVE));
    return { kind: "burst", users, messagesEach, withinMs: 20_000 };
  }
}

function medians(rounds: readonly Growth[]): Growth {
  const over = (figure: keyof Growth) => median(rounds.map((each) => each[figure]));
  return {
    users: over("users"),
    cpuMicrosPerMessage: over("cpuMicrosPerMessage"),
    messagesPerSecond: over("messagesPerSecond"),
    startMs: over("startMs"),
    peakBytes: over("peakBytes"),
    storedBytes: over("storedBytes"),
  };
}
