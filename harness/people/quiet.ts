import type { BotAccount } from "../world/bot-account.ts";
import { whyGivenUp } from "./given-up.ts";
import { saysIdle } from "./idle-probe.ts";

/** How long a bot without a probe must make no call to count as quiet. */
const silenceMs = 250;
/** How long to leave a busy probe alone. */
const probeEveryMs = 20;

/**
 * Calls back, once, when the bots are at rest: every update is acknowledged, no call is in flight, and then the idle
 * probe says so; a bot without one must make no call for 250 ms. A bot whose process has ended is at rest, too.
 *
 * @returns what ends the wait.
 */
export function whenQuiet(bots: Iterable<BotAccount>, quiet: (reason: string) => void): () => void {
  const watched = [...bots];
  const reasons = new Set<string>();
  let left = watched.length;
  const leaves = watched.map((bot) =>
    QuietWatch.of(bot).join((reason) => {
      reasons.add(reason);
      if (--left === 0) quiet([...reasons].join("; "));
    }),
  );
  return () => {
    for (const leave of leaves) leave();
  };
}

/** Watches one bot for all who wait for it, so that a thousand users ask its probe no oftener than one. */
class QuietWatch {
  private static readonly all = new WeakMap<BotAccount, QuietWatch>();
  private readonly waiting = new Set<(reason: string) => void>();
  private timer: NodeJS.Timeout | undefined;
  private isAsking = false;
  private ends: (() => void)[] = [];

  static of(bot: BotAccount): QuietWatch {
    const watch = QuietWatch.all.get(bot) ?? new QuietWatch(bot);
    QuietWatch.all.set(bot, watch);
    return watch;
  }

  private constructor(private readonly bot: BotAccount) {}

  join(settled: (reason: string) => void): () => void {
    this.waiting.add(settled);
    if (this.waiting.size === 1) this.begin();
    return () => {
      if (this.waiting.delete(settled) && this.waiting.size === 0) this.pause();
    };
  }

  private begin(): void {
    const look = () => this.look();
    const { activity, updates, hostEnded } = this.bot;
    this.ends = [activity.answered.subscribe(look), updates.emptied.subscribe(look), hostEnded.subscribe(look)];
    // Not at once: who waits must first know how to leave.
    this.lookAgainIn(0);
  }

  private pause(): void {
    clearTimeout(this.timer);
    for (const end of this.ends) end();
    this.ends = [];
  }

  private look(): void {
    clearTimeout(this.timer);
    const { hosts, activity, me, idleProbe } = this.bot;
    const ended = hosts.size > 0 && ![...hosts].some(({ running }) => running);
    const troubles = whyGivenUp(this.bot).map((why) => `: ${why}`);
    if (ended && activity.inFlight === 0) this.finish(`the process of ${me.username} is not running${troubles}`);
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
    if (this.waiting.size === 0) return;
    // What happened while the probe was answering makes its answer old.
    if (idle && !this.isBusy() && this.bot.activity.generation === generation) {
      this.finish(`${this.bot.me.username} says on ${probe} that it is idle`);
    } else {
      this.lookAgainIn(probeEveryMs);
    }
  }

  private isBusy(): boolean {
    const { updates, activity, hosts } = this.bot;
    return updates.size > 0 || activity.inFlight > 0 || [...hosts].some(({ isComingBack }) => isComingBack);
  }

  private lookAgainIn(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), ms);
  }

  private finish(reason: string): void {
    const settled = [...this.waiting];
    this.waiting.clear();
    this.pause();
    for (const tell of settled) tell(reason);
  }
}
