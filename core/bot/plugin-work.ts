import type { Log } from "../log.ts";
import type { Plugin } from "../plugin.ts";

/** The work of the plugins' own: it goes on only while this process owns the store. One start or stop at a time. */
export class PluginWork {
  private readonly working = new Set<Plugin>();
  private latest: Promise<void> = Promise.resolve();

  constructor(
    private readonly plugins: readonly Plugin[],
    private readonly log: Log,
  ) {}

  /** @throws what a plugin's start threw. */
  start(): Promise<void> {
    return this.next(async () => {
      for (const plugin of this.plugins) {
        if (this.working.has(plugin)) continue;
        this.working.add(plugin);
        await plugin.start?.();
      }
    });
  }

  stop(): Promise<void> {
    return this.next(async () => {
      const working = [...this.working];
      this.working.clear();
      await Promise.all(working.map((plugin) => this.end(plugin)));
    });
  }

  private next(task: () => Promise<void>): Promise<void> {
    const done = this.latest.then(task);
    this.latest = done.catch(() => {});
    return done;
  }

  private async end(plugin: Plugin): Promise<void> {
    try {
      await plugin.stop?.();
    } catch (error) {
      this.log.error("plugin did not stop", { plugin: plugin.name, error });
    }
  }
}
