import { z } from "zod";
import type { Backend } from "../backend.ts";
import { StoreUnavailable } from "../errors.ts";
import type { Log } from "../log.ts";
import { quarantine } from "../quarantine.ts";
import { newerVersion, upgraded } from "../versioned.ts";
import type { Collection, PluginData, Values } from "./plugin-data.ts";

/** Values as JSON under keys of a {@link Backend}. */
export class KeyedPluginData implements PluginData {
  constructor(
    private readonly backend: Backend,
    private readonly log: Log,
  ) {}

  of<T>(collection: Collection<T>): Values<T> {
    return new KeyedValues(this.backend, this.log, collection);
  }
}

class KeyedValues<T> implements Values<T> {
  /** Of the keys; as a name, of the mark. */
  private readonly prefix: string;

  constructor(
    private readonly backend: Backend,
    private readonly log: Log,
    private readonly collection: Collection<T>,
  ) {
    this.prefix = `plugin:${collection.name}:`;
  }

  async read(key: string): Promise<T | undefined> {
    return (await this.load(key)).value;
  }

  async write(key: string, value: T): Promise<void> {
    await this.update(key, () => value);
  }

  async remove(key: string): Promise<void> {
    await this.update(key, () => undefined);
  }

  async update(key: string, change: (value: T | undefined) => T | undefined): Promise<T | undefined> {
    for (;;) {
      const { raw, value } = await this.load(key);
      const next = change(value);
      if (await this.replace(key, raw, next)) return next;
    }
  }

  async *scan(prefix = ""): AsyncIterable<readonly [string, T]> {
    for await (const [key, raw] of this.backend.scan(this.prefix + prefix)) {
      const own = key.slice(this.prefix.length);
      const value = (await this.decoded(own, raw)) ?? (await this.read(own));
      if (value !== undefined) yield [own, value];
    }
  }

  async *marked(upTo?: number): AsyncIterable<readonly [string, T]> {
    for await (const key of this.backend.marked(this.prefix, upTo)) {
      const own = key.slice(this.prefix.length);
      const value = await this.read(own);
      if (value !== undefined) yield [own, value];
    }
  }

  private async load(key: string): Promise<{ readonly raw: string | undefined; readonly value: T | undefined }> {
    for (;;) {
      const raw = await this.backend.read(this.prefix + key);
      if (raw === undefined) return { raw, value: undefined };
      const value = await this.decoded(key, raw);
      if (value !== undefined) return { raw, value };
    }
  }

  private async replace(key: string, raw: string | undefined, next: T | undefined): Promise<boolean> {
    const { version, mark } = this.collection;
    const bytes = next === undefined ? undefined : JSON.stringify({ version, data: next });
    if (bytes === raw) return true;
    const marks = next === undefined || !mark ? undefined : { [this.prefix]: mark(next) };
    return this.backend.compareAndSet(this.prefix + key, raw, bytes, marks);
  }

  /** @returns undefined if it was damaged: it has been set aside, and may be read again. */
  private async decoded(key: string, raw: string): Promise<T | undefined> {
    const { collection, backend, log } = this;
    try {
      const stored = storedSchema.parse(JSON.parse(raw));
      if (stored.version <= collection.version) return upgraded(collection, stored);
      throw newerVersion(backend.name, collection, stored.version);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const kept = await quarantine(backend, this.prefix + key, raw);
      log.error("damaged data set aside", { plugin: collection.name, kept, error });
      await backend.compareAndSet(this.prefix + key, raw, undefined);
      return undefined;
    }
  }
}

const storedSchema = z.object({ version: z.int(), data: z.unknown() });
