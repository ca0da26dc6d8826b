import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The Bot API as a machine can read it: made by `make-description.ts`, never by hand. */
export interface Description {
  /** The package it was read from, with its version. */
  readonly from: string;
  readonly methods: Readonly<Record<string, MethodDescription>>;
  /** What methods take and give, by the name that the package gives it. */
  readonly types: Readonly<Record<string, TypeDescription>>;
}

export interface MethodDescription {
  readonly parameters: Fields;
  readonly result: TypeDescription;
}

export type Fields = Readonly<Record<string, Field>>;

export interface Field {
  readonly type: TypeDescription;
  readonly optional?: true;
}

/** `file`: an upload, an id or an address. Whether a number must be whole, the package does not say. */
export type TypeDescription =
  | "string"
  | "number"
  | "boolean"
  | "file"
  | { readonly enum: readonly (string | number | boolean)[] }
  | { readonly array: TypeDescription }
  | { readonly union: readonly TypeDescription[] }
  | { readonly object: Fields }
  | { readonly ref: string };

export const description = JSON.parse(
  readFileSync(join(import.meta.dirname.replace(/\/dist\/harness\/api$/, "/harness/api"), "description.json"), "utf8"),
) as Description;
