import type { Versioned } from "../versioned.ts";

/**
 * A plugin's own part of the session: versioned, and written in the session's commit. Declared once, as data, and
 * named wherever it is read: `session.slice(NOTES)`.
 */
export interface Slice<T> extends Versioned<T> {
  /** What a user without this slice has. */
  readonly defaults: T;
}
