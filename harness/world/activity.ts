import { Pulse } from "./pulse.ts";

/** How busy a bot is with calls. The poll that waits for updates does not count. */
export class Activity {
  /** Beats with the method whenever a call arrives, polls included. */
  readonly called = new Pulse<string>();
  /** Beats whenever a call has been answered, polls included. */
  readonly answered = new Pulse<string>();
  /** Rises with every call and every update: two equal numbers mean that nothing happened in between. */
  generation = 0;
  /** In ms since the epoch. */
  latest = 0;
  inFlight = 0;
  /** How often the bot has asked for updates or has set a webhook: the signs of a bot that listens. */
  contacts = 0;

  begin(method: string): void {
    if (method !== "getupdates") this.inFlight++;
    else this.contacts++;
    this.note();
    this.called.beat(method);
  }

  end(method: string, ok: boolean): void {
    if (method !== "getupdates") {
      this.inFlight--;
      this.note();
    }
    if (method === "setwebhook" && ok) this.contacts++;
    this.answered.beat(method);
  }

  note(): void {
    this.generation++;
    this.latest = Date.now();
  }
}
