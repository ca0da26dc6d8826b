import { Pulse } from "./pulse.ts";

/**
 * The server's own time: it runs with the machine's, and can be moved forward, so that what Telegram does after minutes
 * or days can be seen at once.
 */
export class ServerClock {
  /** Beats when it is moved forward, with how far, in ms; before what falls due. */
  readonly advanced = new Pulse<number>();
  private ahead = 0;
  private readonly alarms = new Set<Alarm>();

  /** In ms since the epoch. */
  get now(): number {
    return Date.now() + this.ahead;
  }

  /** How far it has been moved forward, in ms. */
  get aheadMs(): number {
    return this.ahead;
  }

  /** In seconds since the epoch, as Telegram dates things. */
  get unix(): number {
    return Math.floor(this.now / 1000);
  }

  /** Calls back once so many ms have passed here. @returns what takes it back. */
  after(ms: number, ring: () => void): () => void {
    const alarm: Alarm = { due: this.now + ms, ring, timer: undefined };
    this.alarms.add(alarm);
    this.arm(alarm);
    return () => this.forget(alarm);
  }

  /** Resolves once so many ms have passed here. */
  pause(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /**
   * Moves the time forward. What falls due on the way happens in its order, each at its own time.
   * @throws {RangeError} backwards: Telegram's time does not run so.
   */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError("The server's time moves forward only.");
    this.advanced.beat(ms);
    const [target, ahead] = [this.now + ms, this.ahead + ms];
    for (let next = this.nextDue(target); next; next = this.nextDue(target)) {
      this.ahead += Math.max(0, next.due - this.now);
      this.forget(next);
      next.ring();
    }
    // All of it, however long the machine has needed for what fell due.
    this.ahead = Math.max(this.ahead, ahead);
    for (const alarm of this.alarms) this.arm(alarm);
  }

  /** Forgets whatever was still to happen. */
  close(): void {
    for (const alarm of this.alarms) this.forget(alarm);
  }

  private nextDue(target: number): Alarm | undefined {
    let next: Alarm | undefined;
    for (const alarm of this.alarms) if (alarm.due <= target && alarm.due < (next?.due ?? Infinity)) next = alarm;
    return next;
  }

  private arm(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    // Node's timers take no more than 24 days.
    const ms = Math.min(Math.max(0, alarm.due - this.now), 2 ** 31 - 1);
    alarm.timer = setTimeout(() => {
      if (alarm.due > this.now) return this.arm(alarm);
      this.forget(alarm);
      alarm.ring();
    }, ms);
  }

  private forget(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    this.alarms.delete(alarm);
  }
}

interface Alarm {
  readonly due: number;
  readonly ring: () => void;
  timer: NodeJS.Timeout | undefined;
}
