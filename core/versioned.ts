import type { ZodType } from "zod";
import { StoreUnavailable } from "./errors.ts";

/** What a plugin keeps, versioned, so that reading an old one is decided and not hoped for. */
export interface Versioned<T> {
  /** The plugin's name. */
  readonly name: string;
  /** Raise it when the shape changes, and say in `migrate` what to do with the old one. */
  readonly version: number;
  readonly schema: ZodType<T>;
  /** Turns the data of an older version into the present one; what it answers is checked by `schema`. */
  migrate?(data: unknown, from: number): unknown;
}

/** As it is stored. */
export interface Stamped {
  readonly version: number;
  readonly data?: unknown;
}

/** The data in the present version. @throws if it is damaged, or can't be migrated. */
export function upgraded<T>(kind: Versioned<T>, { version, data }: Stamped): T {
  if (version === kind.version) return kind.schema.parse(data);
  if (!kind.migrate) throw new Error(`The data has no migrate() for version ${version}.`);
  return kind.schema.parse(kind.migrate(data, version));
}

/** Data of a newer version is somebody else's: it stays untouched. */
export const newerVersion = (store: string, { name, version }: Versioned<unknown>, found: number) =>
  new StoreUnavailable(
    store,
    `holds data of the plugin "${name}" in version ${found}, and ${version} is the newest known here`,
    undefined,
    "Run the newer version of the plugin again.",
  );
