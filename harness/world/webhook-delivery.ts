import { Agent } from "node:http";
import { isDeepStrictEqual } from "node:util";
import type { Update } from "@grammyjs/types";
import type { Faults } from "../faults/faults.ts";
import { Arguments } from "../server/arguments.ts";
import { type Delivered, type NotDelivered, postHalf, postUpdate } from "./post-update.ts";
import { Pulse } from "./pulse.ts";
import type { ServerClock } from "./server-clock.ts";
import { chatOfUpdate, updateLane } from "./update-lane.ts";
import type { UpdateQueue } from "./update-queue.ts";
import { agentFor, type Webhook } from "./webhook.ts";

interface Lane {
  readonly key: string;
  readonly waiting: Update[];
  failures: number;
  /** In ms since the epoch; undefined unless it failed and waits for its next try. */
  triesAgainAt: number | undefined;
}

/** How far an update has come on its way to the webhook. */
export interface Progress {
  /** How many of the same queue go first. */
  readonly behind: number;
  /** How often the first of its queue has failed. */
  readonly failures: number;
  /** When the queue is tried again, in ms since the epoch; undefined if it does not pause. */
  readonly triesAgainAt?: number;
}

/**
 * Brings a bot its updates. A chat's updates go out one at a time, in order, and a failing one holds up those behind it;
 * chats do not wait for each other.
 *
 * @see https://core.telegram.org/bots/api#setwebhook
 */
export class WebhookDelivery {
  /** Beats with what came back for an update: it may hold a call. */
  readonly answered = new Pulse<Delivered>();
  /** Beats when an update was not taken, with the pause before it is tried again, in ms. */
  readonly failed = new Pulse<number>();
  lastError: { readonly at: number; readonly message: string } | undefined;
  /** Where the webhook was found when it was set. */
  resolved = "";
  private webhook: Webhook | undefined;
  private agent = new Agent();
  private lanes = new Map<string, Lane>();
  private ready: Lane[] = [];
  /** Each takes a retry back. */
  private retries = new Set<() => void>();
  private busy = 0;
  private setAgainFrom = 0;
  private settings = 0;
  private isBeingSet = false;

  constructor(
    private readonly queue: UpdateQueue,
    private readonly clock: ServerClock,
    private readonly faults: Faults,
  ) {
    queue.added.subscribe((update) => this.enqueue(update));
  }

  get current(): Webhook | undefined {
    return this.webhook;
  }

  /** A webhook is set, or about to be: updates cannot be fetched. */
  get isActive(): boolean {
    return this.webhook !== undefined || this.isBeingSet;
  }

  isSetTo(wanted: Webhook): boolean {
    return isDeepStrictEqual(this.webhook, wanted);
  }

  /** At most once a second. */
  mayBeSetNow(): boolean {
    const { now } = this.clock;
    if (now < this.setAgainFrom) return false;
    this.setAgainFrom = now + 1_000;
    return true;
  }

  /** @returns what ends it and says whether another setting has begun meanwhile. */
  beginSetting(): () => boolean {
    const setting = ++this.settings;
    this.isBeingSet = true;
    return () => {
      const isOvertaken = setting !== this.settings;
      if (!isOvertaken) this.isBeingSet = false;
      return isOvertaken;
    };
  }

  /** @param resolved the address that it was found at. */
  set(webhook: Webhook, resolved: string): void {
    this.remove();
    this.webhook = webhook;
    this.resolved = resolved;
    this.agent = agentFor(webhook);
    for (const update of this.queue) this.enqueue(update);
  }

  /** What is not delivered stays in the queue. */
  remove(): void {
    this.webhook = undefined;
    this.lastError = undefined;
    this.close();
  }

  close(): void {
    for (const takeBack of this.retries) takeBack();
    this.retries = new Set();
    this.lanes = new Map();
    this.ready = [];
    this.busy = 0;
    this.agent.destroy();
  }

  /** @returns undefined if it is not on its way: there is no webhook. */
  progressOf(update: Update): Progress | undefined {
    const lane = this.lanes.get(updateLane(update));
    const behind = lane?.waiting.indexOf(update) ?? -1;
    if (!lane || behind < 0) return undefined;
    const { failures, triesAgainAt } = lane;
    return { behind, failures, ...(triesAgainAt !== undefined && { triesAgainAt }) };
  }

  private enqueue(update: Update): void {
    if (!this.webhook) return;
    const key = updateLane(update);
    const lane = this.lanes.get(key) ?? { key, waiting: [], failures: 0, triesAgainAt: undefined };
    lane.waiting.push(update);
    if (lane.waiting.length > 1) return;
    this.lanes.set(key, lane);
    this.ready.push(lane);
    this.fillConnections();
  }

  private fillConnections(): void {
    while (this.webhook && this.busy < this.webhook.maxConnections) {
      const lane = this.ready.shift();
      if (!lane) return;
      this.busy++;
      void this.deliver(lane, this.webhook);
    }
  }

  private async deliver(lane: Lane, webhook: Webhook): Promise<void> {
    const [update] = lane.waiting;
    if (!update) return;
    const hasExpired = this.queue.expiryOf(update.update_id) === undefined;
    const outcome = hasExpired ? undefined : await this.post(update, webhook);
    // Another webhook has taken over the queue meanwhile.
    if (this.webhook !== webhook || this.lanes.get(lane.key) !== lane) return;
    this.busy--;
    if (outcome?.ok) this.answered.beat(outcome);
    if (!outcome || outcome.ok) this.goOn(lane, update);
    else this.tryLater(lane, update, outcome);
    this.fillConnections();
  }

  private post(update: Update, webhook: Webhook): Promise<Delivered | NotDelivered> {
    const work = () => postUpdate(update, webhook, this.agent);
    return this.faults.around<Delivered | NotDelivered>({
      method: "webhook",
      call: new Arguments(new Map<string, unknown>([["chat_id", chatOfUpdate(update)], ...Object.entries(update)])),
      work,
      cut: () => ({ ok: false }),
      hungUp: () => new Promise(() => {}),
      refuse: ({ status, description, retryAfter }) => ({
        ok: false,
        error: `Wrong response from the webhook: ${status} ${description}`,
        ...(retryAfter !== undefined && { retryAfter }),
      }),
      own: {
        half: () => postHalf(update, webhook, this.agent),
        twice: async () => {
          const first = await work();
          if (!first.ok) return first;
          this.answered.beat(first);
          return work();
        },
        overtaken: async (lifted) => {
          await this.letOthersPass(webhook, lifted);
          return this.webhook === webhook ? work() : { ok: false };
        },
      },
    });
  }

  /** Waits, without keeping a connection, until a later update of another queue has been taken. */
  private async letOthersPass(webhook: Webhook, lifted: Promise<void>): Promise<void> {
    const overtaken = this.answered.next();
    this.busy--;
    this.fillConnections();
    await Promise.race([overtaken, lifted]);
    // Another webhook counts its own.
    if (this.webhook === webhook) this.busy++;
  }

  /** The update is done with, and the next of its lane may travel. */
  private goOn(lane: Lane, update: Update): void {
    lane.failures = 0;
    lane.waiting.shift();
    if (lane.waiting.length > 0) this.ready.push(lane);
    else this.lanes.delete(lane.key);
    this.queue.remove(update.update_id);
  }

  private tryLater(lane: Lane, update: Update, { error, retryAfter }: NotDelivered): void {
    if (error) this.lastError = { at: this.clock.unix, message: error };
    const pauseMs = 1000 * (retryAfter ?? backOff(lane.failures++));
    // There is no limit to the tries, only to the age.
    if (this.clock.now + pauseMs >= (this.queue.expiryOf(update.update_id) ?? 0)) {
      this.goOn(lane, update);
      return;
    }
    lane.triesAgainAt = this.clock.now + pauseMs;
    const takeBack = this.clock.after(pauseMs, () => {
      lane.triesAgainAt = undefined;
      this.retries.delete(takeBack);
      this.ready.push(lane);
      this.fillConnections();
    });
    this.retries.add(takeBack);
    this.failed.beat(pauseMs);
  }
}

/** In seconds: again at once, then 2, 4, 8, ..., capped. */
const backOff = (failuresBefore: number) => (failuresBefore === 0 ? 0 : Math.min(60, 2 ** failuresBefore));
