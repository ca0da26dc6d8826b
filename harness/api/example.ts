import type { Fields, TypeDescription } from "./description.ts";
import { resolved } from "./fault.ts";

/** What is known of a result, by the name of its field. */
export type Known = Readonly<Record<string, unknown>>;

/** A value of this type with no more in it than it must have: what is known, and empty or zero for the rest. */
export function example(given: TypeDescription, known: Known = {}): unknown {
  const type = resolved(given);
  if (type === "string" || type === "file") return "";
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if ("enum" in type) return type.enum[0];
  if ("array" in type) return [];
  if ("union" in type) return example(type.union[0] ?? "string", known);
  return exampleFields(type.object, known);
}

/**
 * The fields that such an object must have.
 * @param known at any depth.
 * @param said what was asked for, of this object alone: it also has these of its optional fields.
 */
export function exampleFields(fields: Fields, known: Known = {}, said: Known = {}): Record<string, unknown> {
  const present = Object.entries(fields).filter(([name, { optional }]) => !optional || name in said);
  return Object.fromEntries(
    present.map(([name, { type }]) => [name, said[name] ?? known[name] ?? example(type, known)]),
  );
}
