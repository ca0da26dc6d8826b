import type { BotAccount } from "../world/bot-account.ts";
import { saysIdle } from "./idle-probe.ts";

/** How long a bot without a probe must make no call to count as quiet. */
const silenceMs = 250;
/** How long to leave a busy probe alone. */
const probeEveryMs = 20;

/**
 * Calls back, once, when the bots are at rest: every update is acknowledged, no call is in flight, and then the idle
 * probe says so; a bot without one must make no call for 250 ms. A bot whose process has ended is at rest, too.
 *
 * @returns what ends the watch.
 */
export function whenQuiet(bots: Iterable<BotAccount>, quiet: (reason: string) => void): () => void {
  const watched = [...bots];
  const reasons = new Map<BotAccount, string>();
  const watches = watched.map((bot) => new QuietWatch(bot, (reason) => settled(bot, reason)));
  const stop = () => {
    for (const watch of watches) watch.stop();
  };
  for (const watch of watches) watch.start();
  return stop;

  function settled(bot: BotAccount, reason: string): void {
    reasons.set(bot, reason);
    if (reasons.size === watched.length) quiet([...new Set(reasons.values())].join("; "));
  }
}

class QuietWatch {
  private timer: NodeJS.Timeout | undefined;
  private isOver = false;
  private isAsking = false;
  private readonly ends: (() => void)[] = [];

  constructor(
    private readonly bot: BotAccount,
    private readonly settled: (reason: string) => void,
  ) {}

  start(): void {
    const look = () => this.look();
    const { activity, updates, hostEnded } = this.bot;
    this.ends.push(activity.answered.subscribe(look), updates.emptied.subscribe(look), hostEnded.subscribe(look));
    this.look();
  }

  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    for (const end of this.ends) end();
  }

  private look(): void {
    if (this.isOver) return;
    clearTimeout(this.timer);
    const { host, activity, me, idleProbe } = this.bot;
    if (host?.running === false && activity.inFlight === 0) this.finish(`the process of ${me.username} is not running`);
    else if (idleProbe !== undefined) void this.ask(idleProbe);
    else this.listen();
  }

  private listen(): void {
    const { activity } = this.bot;
    const silence = Date.now() - activity.latest;
    if (this.isBusy()) this.lookAgainIn(silenceMs);
    else if (silence < silenceMs) this.lookAgainIn(silenceMs - silence);
    else this.finish(`${this.bot.me.username} made no call for ${silenceMs} ms`);
  }

  private async ask(probe: string): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    const { generation } = this.bot.activity;
    const idle = !this.isBusy() && (await saysIdle(probe));
    this.isAsking = false;
    if (this.isOver) return;
    // What happened while the probe was answering makes its answer old.
    if (idle && !this.isBusy() && this.bot.activity.generation === generation) {
      this.finish(`${this.bot.me.username} says on ${probe} that it is idle`);
    } else {
      this.lookAgainIn(probeEveryMs);
    }
  }

  private isBusy(): boolean {
    return this.bot.updates.size > 0 || this.bot.activity.inFlight > 0;
  }

  private lookAgainIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), ms);
  }

  private finish(reason: string): void {
    this.stop();
    this.settled(reason);
  }
}
