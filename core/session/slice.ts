import type { ZodType } from "zod";

/**
 * A plugin's own part of the session: versioned, so that reading an old one is decided and not hoped for,
 * and written in the session's commit. Declared once, as data, and named wherever it is read:
 * `session.slice(NOTES)`.
 */
export interface Slice<T> {
  /** The plugin's name. */
  readonly name: string;
  /** Raise it when the shape changes, and say in `migrate` what to do with the old one. */
  readonly version: number;
  readonly schema: ZodType<T>;
  /** What a user without this slice has. */
  readonly defaults: T;
  /** Turns the data of an older version into the present one; what it answers is checked by `schema`. */
  migrate?(data: unknown, from: number): unknown;
}
