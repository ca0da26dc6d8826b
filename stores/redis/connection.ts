import { setTimeout as pause } from "node:timers/promises";
import KeyvRedis, { createClient } from "@keyv/redis";
import { Offline, TimedOut } from "./redis-errors.ts";

export type Client = ReturnType<typeof connectionTo>;

const LONGEST_PAUSE_MS = 1_000;

/**
 * A connection that fails fast and mends itself. A call that finds it broken waits for the one attempt to mend it that
 * is under way, so that nobody notices a connection which was merely closed; while Redis is away it throws at once, for
 * a call that waited longer could land over a newer value. A call that is not answered in time throws, and the
 * connection that was silent is given up for a new one: a dead peer would otherwise be noticed only after many minutes.
 */
export class RedisConnection {
  readonly adapter: KeyvRedis<string>;
  readonly #url: string;
  readonly #timeoutMs: number;
  #client: Client;
  #mending: Promise<void> | undefined;
  /** The latest attempt at a connection. */
  #attempt: Promise<void> | undefined;
  /** Why there is none; the latest reason is the one to tell. */
  #awayBecause: unknown;
  #closed = false;

  /** @param namespace what stands before the adapter's keys, with a colon in between. */
  constructor(url: string, timeoutMs: number, namespace: string) {
    this.#url = url;
    this.#timeoutMs = timeoutMs;
    this.#client = connectionTo(url, timeoutMs);
    // The error event repeats what the call throws as well; without a listener Node would end the process.
    this.#client.on("error", () => {});
    this.adapter = new KeyvRedis(this.#client, { namespace, keyPrefixSeparator: ":", throwOnErrors: true });
  }

  /** Connects for the first time; from then on in the background, whenever the connection is lost. */
  async connect(): Promise<void> {
    await this.#replaceClient();
  }

  async call<T>(question: (client: Client) => Promise<T>): Promise<T> {
    if (!this.#client.isReady) await this.#mended();
    const client = this.#client;
    try {
      return await this.#inTime(question(client));
    } catch (error) {
      if (error instanceof TimedOut) this.#lost(client, error);
      if (error instanceof TimedOut || client.isReady) throw error;
      if (this.#awayBecause instanceof TimedOut) throw new Offline(this.#awayBecause);
      // The connection broke under it: why it can't be mended says more than that it broke.
      await this.#mended();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#client.destroy();
  }

  /** Waits for the attempt under way, or hears how the last one ended. @throws {Offline} */
  async #mended(): Promise<void> {
    this.#lost(this.#client, this.#awayBecause);
    await this.#attempt?.catch((error: unknown) => {
      throw new Offline(error);
    });
    if (!this.#client.isReady) throw new Offline(this.#awayBecause);
  }

  async #replaceClient(): Promise<void> {
    const client = connectionTo(this.#url, this.#timeoutMs);
    client.on("error", (error) => this.#lost(client, error));
    try {
      await this.#inTime(client.connect());
    } catch (error) {
      client.destroy();
      throw error;
    }
    this.#client = client;
    this.adapter.client = client;
    if (this.#closed) client.destroy();
    else if (!client.isReady) throw new Offline(this.#awayBecause);
  }

  #lost(client: Client, because: unknown): void {
    if (client !== this.#client || this.#closed) return;
    if (!this.#mending) this.#awayBecause = because;
    client.destroy();
    this.#mending ??= this.#mend().finally(() => {
      this.#mending = undefined;
    });
  }

  async #mend(): Promise<void> {
    for (let pauseMs = 25; !this.#closed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        this.#attempt = this.#replaceClient();
        return await this.#attempt;
      } catch (error) {
        // Whoever calls meanwhile is told; there is nobody else to tell here.
        this.#awayBecause = error;
        await pause(pauseMs, undefined, { ref: false });
      }
    }
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const { promise: silence, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(new TimedOut(this.#timeoutMs)), this.#timeoutMs);
    try {
      return await Promise.race([answer, silence]);
    } finally {
      clearTimeout(timer);
    }
  }
}

function connectionTo(url: string, timeoutMs: number) {
  return createClient({
    url,
    disableOfflineQueue: true,
    // Reconnecting is done above: the client's own way has no limit on how long a greeting may take.
    socket: { connectTimeout: timeoutMs, reconnectStrategy: false },
  });
}
