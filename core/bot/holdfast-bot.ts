import type { Bot } from "grammy";
import type { Update } from "grammy/types";
import type { Access } from "../access/access.ts";
import { commandOf } from "../access/addressed.ts";
import { Gate } from "../access/gate.ts";
import type { Backend } from "../backend.ts";
import type { Clock } from "../clock.ts";
import { StoreUnavailable } from "../errors.ts";
import { Brim } from "../inbox/brim.ts";
import { CrashWatch } from "../inbox/crash-watch.ts";
import { Inbox, type InboxEntry } from "../inbox/inbox.ts";
import { Lanes } from "../inbox/lanes.ts";
import type { Log } from "../log.ts";
import type { Outage } from "../outage.ts";
import type { MenuCommand, Plugin } from "../plugin.ts";
import { quarantine } from "../quarantine.ts";
import { Stopping } from "../retry.ts";
import type { KeyedSessionStore } from "../session/keyed-session-store.ts";
import { Surplus } from "../surplus.ts";
import type { Health } from "../telegram/http-server.ts";
import { publishMenu } from "../telegram/menu.ts";
import { openSource, type Source } from "../telegram/source.ts";
import { refusalOf } from "../telegram/token.ts";
import type { TurnRunner } from "../turns/turn-runner.ts";
import type { TurnedAway } from "../turns/turned-away.ts";
import type { StatusNow } from "./bot-status.ts";
import type { WaitingLimits, WebhookOptions } from "./create-bot.ts";
import { Dispatcher, laneOfUpdate } from "./dispatcher.ts";
import { Intake } from "./intake.ts";
import { Mender } from "./mender.ts";
import { tooManyUpdates } from "./notices.ts";
import { Owner } from "./owner.ts";
import { PluginWork } from "./plugin-work.ts";
import { runUntilSignal } from "./run-until-signal.ts";
import { Upkeep } from "./upkeep.ts";

export interface BotParts {
  readonly bot: Bot;
  readonly backend: Backend;
  readonly sessions: KeyedSessionStore;
  readonly runner: TurnRunner;
  readonly turnedAway: TurnedAway;
  readonly plugins: readonly Plugin[];
  /** Of all plugins, hidden ones included. */
  readonly commands: readonly MenuCommand[];
  readonly menu: readonly MenuCommand[];
  readonly access: Access;
  readonly log: Log;
  readonly clock: Clock;
  readonly port?: number;
  readonly webhook?: WebhookOptions;
  readonly limits: WaitingLimits;
  readonly outages: { readonly store: Outage; readonly telegram: Outage };
  /** Ends all waiting, at the latest when the time for stopping is up. */
  readonly halt: AbortController;
  /** Closes the connections to Telegram. */
  readonly disconnect: () => Promise<void>;
}

/** A bot from its start to its stop. Made by `createBot`. */
export class HoldfastBot {
  private readonly stopping = new AbortController();
  private readonly storeOutage: Outage;
  private readonly brim: Brim;
  private readonly inbox: Inbox;
  private readonly surplus: Surplus;
  private readonly lanes: Lanes<InboxEntry>;
  private readonly crashWatch: CrashWatch;
  private readonly owner: Owner;
  private readonly pluginWork: PluginWork;
  private source: Source | undefined;
  private readonly upkeep: Upkeep;
  private ready = false;
  private readonly failure = Promise.withResolvers<never>();
  private startedAt: number | undefined;
  private stopped: Promise<void> | undefined;

  constructor(private readonly parts: BotParts) {
    const { backend, sessions, runner, bot, log, clock, halt, outages } = parts;
    this.storeOutage = outages.store;
    const mender = new Mender({
      store: backend.name,
      signal: this.stopping.signal,
      mend: () => this.mend(),
      failed: (reason) => this.failure.reject(reason),
    });
    this.storeOutage.onFailure = (error) => mender.ifDamaged(error);
    // Looked at by `run`; a start that fails first must not end the process.
    this.failure.promise.catch(() => {});
    this.crashWatch = new CrashWatch(backend, log);
    this.pluginWork = new PluginWork(parts.plugins, log);
    const dispatcher = new Dispatcher({
      ...parts,
      api: bot.api,
      storeOutage: this.storeOutage,
      signal: halt.signal,
      handle: (update) => bot.handleUpdate(update),
      touches: (update) => this.touches(update),
    });
    this.lanes = new Lanes(async (entry) => {
      const condemned = this.crashWatch.isCondemned(entry.id);
      if (await (condemned ? dispatcher.condemn(entry) : dispatcher.dispatch(entry))) this.inbox.finish(entry.id);
    });
    this.brim = new Brim(parts.limits.inAll, log);
    this.inbox = new Inbox({
      log: backend.log,
      clock,
      storeOutage: this.storeOutage,
      signal: halt.signal,
      brim: this.brim,
      progressed: () => this.surplus.settle(),
      mostPerLane: parts.limits.perUser,
      laneOf: laneOfUpdate,
      deliver: (lane, entry) => this.lanes.add(lane, entry),
      keepDamaged: async ({ position, payload }) => {
        const kept = await quarantine(backend, `inbox:${position}`, payload);
        log.error("damaged inbox entry set aside", { entry: position, kept });
      },
    });
    this.surplus = new Surplus({
      backend,
      log,
      clock,
      storeOutage: this.storeOutage,
      api: bot.api,
      signal: halt.signal,
      words: tooManyUpdates(parts.limits.perUser),
      isFull: (lane) => this.inbox.isFull(lane),
    });
    this.owner = new Owner({
      backend,
      log,
      storeOutage: this.storeOutage,
      signal: this.stopping.signal,
      lost: () => this.pauseWork(),
      taken: () => runner.giveUp(),
      regained: () => this.resumeWork(),
    });
    const feed = async () => void (this.owner.owns && (await this.inbox.feed()));
    this.upkeep = new Upkeep({ backend, storeOutage: this.storeOutage, log, feed });
    sessions.isPending = this.inbox.isPending;
    sessions.onDropped = (userId) => runner.dropped(userId);
    sessions.onCommit = (session, ended) => {
      runner.committed(session, ended);
      parts.turnedAway.committed(session);
    };
  }

  get health(): Health {
    const idle = this.inbox.size === 0 && this.lanes.runningJobs === 0 && this.parts.runner.running === 0;
    const ready = this.ready && this.owner.owns && !this.storeOutage.active;
    return { ready, idle: this.ready && idle };
  }

  /** @internal what `BotStatus` answers. */
  get status(): StatusNow {
    const { backend, runner, webhook } = this.parts;
    return {
      ready: this.health.ready,
      storeAway: this.storeOutage.active,
      store: backend.name,
      place: backend.place,
      updates: webhook ? "webhook" : "polling",
      startedAt: this.startedAt,
      waiting: this.inbox.size,
      handling: this.lanes.runningJobs,
      runningTurns: runner.running,
    };
  }

  /**
   * Resolves when the bot takes updates. Waits for a store or a Telegram that is away, and for another owner to end.
   *
   * @throws {TokenRefused} {@link TelegramRefused} {@link StoreUnusable} {@link SetupInvalid}
   */
  async start(): Promise<void> {
    await this.begin().catch((error: unknown) => {
      throw this.stopping.signal.aborted ? new Stopping() : refusalOf(error);
    });
  }

  private async begin(): Promise<void> {
    const { backend, bot, log, clock, runner, menu } = this.parts;
    await this.surely(() => backend.open(log));
    // Not init(): it would ask for ever, also when the bot is being stopped.
    bot.botInfo = await bot.api.getMe();
    await this.owner.acquire();
    await this.surely(() => this.inbox.feed());
    await this.surely(() => this.account());
    await this.surely(() => this.crashWatch.begin(this.lanes));
    this.lanes.open();
    runner.resume();
    await this.surely(() => runner.recover());
    await this.pluginWork.start();
    await publishMenu(bot.api, menu, log);
    this.source = await this.openSource();
    this.upkeep.begin();
    this.ready = true;
    this.startedAt = clock.now();
    log.info("started", {
      bot: bot.botInfo.username,
      store: backend.name,
      place: backend.place,
      updates: this.parts.webhook ? "webhook" : "polling",
    });
  }

  /** Stops taking updates, finishes the handlers at hand, within 8 s, and closes the store. */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  /** Starts, and stops at SIGINT or SIGTERM; a second signal exits at once. @returns when stopped. @throws as `start`. */
  async run(): Promise<void> {
    const start = () => this.start();
    const stop = () => this.stop();
    const ended = () => Promise.race([this.source?.ended, this.failure.promise]);
    await runUntilSignal({ start, stop, ended }, this.parts.log).catch((error: unknown) => {
      if (!(error instanceof Stopping)) throw error;
    });
  }

  private async openSource(): Promise<Source> {
    const { bot, backend, log, clock, access, webhook, port } = this.parts;
    const { storeOutage, inbox, owner, brim, surplus } = this;
    const signal = this.stopping.signal;
    const gate = new Gate(access, bot.api, bot.botInfo, log, clock);
    const intake = new Intake({ gate, inbox, owner, backend, api: bot.api, storeOutage, brim, surplus, signal });
    return openSource({
      api: bot.api,
      token: bot.token,
      log,
      clock,
      signal,
      webhook,
      port,
      health: () => this.health,
      hold: (updates, again) => intake.hold(updates, again),
      take: (update) => intake.take(update),
      forget: (time) => {
        surplus.forget(time);
        return backend.log.forget(time);
      },
    });
  }

  private async end(): Promise<void> {
    const { log, runner, backend, halt, outages, disconnect } = this.parts;
    this.ready = false;
    this.upkeep.end();
    const bound = setTimeout(() => halt.abort(new Stopping()), STOP_WITHIN_MS);
    const halted = new Promise<void>((resolve) =>
      halt.signal.addEventListener("abort", () => resolve(), { once: true }),
    );
    const within = (work: Promise<unknown> | undefined) => Promise.race([work?.catch(() => {}), halted]);
    this.stopping.abort(new Stopping());
    this.brim.close();
    this.lanes.hold();
    await within(this.source?.close());
    await within(this.lanes.idle());
    await within(runner.stop());
    await within(this.pluginWork.stop());
    await within(this.inbox.flushed());
    if (this.owner.owns) await within(this.crashWatch.end());
    await within(this.owner.release());
    clearTimeout(bound);
    halt.abort(new Stopping());
    await disconnect();
    await backend.close();
    for (const outage of [outages.store, outages.telegram]) outage.close();
    if (this.startedAt !== undefined) log.info("stopped");
  }

  /** Tells what an earlier process could not: how many were missed. */
  private async account(): Promise<void> {
    await this.surplus.load();
    await this.parts.turnedAway.load();
    // Last, because all of this is done again when the store fails in between.
    this.surplus.settle();
  }

  private pauseWork(): void {
    this.lanes.hold();
    this.inbox.release(this.lanes.clear().map(({ id }) => id));
    this.surplus.release();
    this.parts.turnedAway.release();
    this.parts.runner.pause();
    void this.pluginWork.stop();
  }

  private async resumeWork(): Promise<void> {
    await this.surely(() => this.inbox.feed());
    await this.surely(() => this.account());
    // Lost again meanwhile: whoever regains it next begins anew.
    if (!this.owner.owns) return;
    this.lanes.open();
    this.parts.runner.resume();
    await this.surely(() => this.parts.runner.recover());
    await this.pluginWork.start();
  }

  /** Opens a damaged store anew, which mends it, and goes on from what it says then. The lanes wait; who runs is patient. */
  private async mend(): Promise<void> {
    const { backend, log, runner } = this.parts;
    const works = !this.lanes.isHeld;
    this.lanes.hold();
    await this.surely(() => backend.open(log));
    await this.owner.renew();
    // Else the start is still on its way, and goes on by itself.
    if (!works) return;
    await this.surely(() => this.inbox.feed());
    this.lanes.open();
    runner.resume();
    await this.surely(() => runner.recover());
  }

  private touches(update: Update): boolean {
    const command = update.message && commandOf(update.message, this.parts.bot.botInfo);
    return !this.parts.commands.some((entry) => entry.passive && entry.command === command);
  }

  private surely<T>(task: () => Promise<T>): Promise<T> {
    return this.storeOutage.outlast(task, {
      signal: this.stopping.signal,
      retryable: (error) => error instanceof StoreUnavailable,
    });
  }
}

/** Containers are killed 10 s after SIGTERM. */
const STOP_WITHIN_MS = 8_000;
