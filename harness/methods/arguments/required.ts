import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";

/** A text that must be there. */
export function required<Name extends string>(call: Arguments<Name>, name: Name): string {
  const text = call.text(name);
  if (text === "") throw badRequest(`parameter "${name}" is required`);
  return text;
}
