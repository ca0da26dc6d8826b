import type { InjectionToken } from "tsyringe";
import type { Versioned } from "../versioned.ts";

/**
 * What a plugin keeps under keys of its own, beside the sessions: for what is nobody's, or has to be found by time.
 * Declared once, as data. What belongs to one user and is only read in their updates is better off in a `Slice`.
 */
export interface Collection<T> extends Versioned<T> {
  /** By which number a value can be found again, such as a time in ms; null: by none. A pure function. */
  mark?(value: T): number | null;
}

/**
 * The way to it: `@inject(PluginData) data: PluginData`, then `data.of(REMINDERS)`. Stored as `plugin:<name>:<key>`,
 * and kept when the plugin is switched off.
 */
export interface PluginData {
  of<T>(collection: Collection<T>): Values<T>;
}

export const PluginData: InjectionToken<PluginData> = Symbol("PluginData");

/**
 * The values of a collection. A change commits at once, also inside a handler, which may run again after a crash: so
 * take keys from what the update says, and let the change be one that does no harm when it is made twice.
 *
 * A damaged value is set aside, logged, and reads as absent.
 * Every call throws {@link StoreUnavailable} when the store is away or the value is of a newer version.
 */
export interface Values<T> {
  /** undefined: absent, never because of a failure. */
  read(key: string): Promise<T | undefined>;

  write(key: string, value: T): Promise<void>;

  remove(key: string): Promise<void>;

  /**
   * Changes a value by compare-and-set, so that of many at once none is lost. `change` gets the latest value and
   * answers the next one; undefined stands for absent. It may be applied again, so it must be a pure function.
   *
   * @returns what is stored now.
   */
  update(key: string, change: (value: T | undefined) => T | undefined): Promise<T | undefined>;

  /** Every value whose key begins with `prefix`, in any order. Walks through the store: not for each message. */
  scan(prefix?: string): AsyncIterable<readonly [key: string, value: T]>;

  /** Values whose mark is at most `upTo` (default: any), lowest first. Costs what it yields. */
  marked(upTo?: number): AsyncIterable<readonly [key: string, value: T]>;
}
