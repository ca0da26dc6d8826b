import type { Ownership } from "#core";
import { dropLease, renewLease, type Script, takeLease } from "./scripts.ts";

const LEASE_MS = 5_000;
const RENEW_MS = 1_500;
/** Given up this much early, so that the work has stopped before another owner begins. */
const MARGIN_MS = 250;

interface Store {
  run(script: Script, keys: readonly string[], values: readonly string[]): Promise<unknown>;
}

/** The owner's lock in Redis: it ends by itself unless its owner renews it. */
export class Lease implements Ownership {
  readonly #store: Store;
  readonly #key: string;
  readonly #owner: string;
  readonly #lost: (reason: string) => void;
  #end: NodeJS.Timeout | undefined;
  #renewal: NodeJS.Timeout | undefined;

  private constructor(store: Store, key: string, owner: string, lost: (reason: string) => void) {
    this.#store = store;
    this.#key = key;
    this.#owner = owner;
    this.#lost = lost;
  }

  /**
   * @param owner who takes it: the same name on every try, for one that seemed to fail may have taken it all the same.
   * @returns undefined while another owner holds it.
   */
  static async take(
    store: Store,
    key: string,
    owner: string,
    lost: (reason: string) => void,
  ): Promise<Lease | undefined> {
    const lease = new Lease(store, key, owner, lost);
    const asked = performance.now();
    const taken = await store.run(takeLease, [key], [lease.#owner, String(LEASE_MS)]);
    if (taken !== 1) return undefined;
    lease.#holdFrom(asked);
    return lease;
  }

  get held(): boolean {
    return this.#end !== undefined;
  }

  async release(): Promise<void> {
    if (!this.#stop()) return;
    // If Redis is away, the lease ends by itself.
    await this.#store.run(dropLease, [this.#key], [this.#owner]).catch(() => {});
  }

  /** @param asked when Redis was asked, which is before its own clock for the lease began. */
  #holdFrom(asked: number): void {
    this.#stop();
    // A slow answer may come when it is over already.
    const left = Math.max(0, asked + LEASE_MS - MARGIN_MS - performance.now());
    this.#end = setTimeout(() => this.#lose("the lease could not be renewed in time"), left);
    this.#renewal = setTimeout(() => this.#renew(), RENEW_MS);
  }

  async #renew(): Promise<void> {
    const asked = performance.now();
    try {
      const held = await this.#store.run(renewLease, [this.#key], [this.#owner, String(LEASE_MS)]);
      if (!this.#end) return;
      if (held === 1) this.#holdFrom(asked);
      else this.#lose("the lease was taken by another process, or ran out");
    } catch {
      // Redis is away: tried again until the lease has run out.
      if (this.#end) this.#renewal = setTimeout(() => this.#renew(), RENEW_MS / 3);
    }
  }

  #lose(reason: string): void {
    if (this.#stop()) this.#lost(reason);
  }

  /** @returns whether it was held. */
  #stop(): boolean {
    const { held } = this;
    clearTimeout(this.#end);
    clearTimeout(this.#renewal);
    this.#end = undefined;
    return held;
  }
}
