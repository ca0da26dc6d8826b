import type { Arguments } from "../server/arguments.ts";
import { badRequest } from "../server/refusal.ts";
import { description, type Fields, type MethodDescription } from "./description.ts";
import { fault, isJson, typeNamed } from "./fault.ts";

/**
 * Checks a call against the description of its method, with Telegram's leniency: numbers and booleans are read from
 * whatever is there, and only what has to be JSON can be wrong.
 *
 * @throws {Refusal} in Telegram's words where these are known (see the harness's README), else in ours.
 */
export function checkParameters({ parameters }: MethodDescription, call: Arguments): void {
  for (const [name, { type, optional }] of Object.entries(parameters)) {
    if (call.text(name) === "" && !call.file(name)) {
      if (!optional) throw missing(name, type === "file" || hasFile(type));
    } else if (isJson(type)) {
      const what = typeNamed(type) ?? name;
      const value = call.json(name, what);
      const found = fault(value, type);
      if (found) throw badRequest(`can't parse ${what}: ${found}`);
    } else if (typeof type === "object" && "enum" in type && !type.enum.map(String).includes(call.text(name))) {
      throw badRequest(`wrong parameter ${name} in request`);
    }
  }
}

/** Names that the method does not know. Telegram passes over them; whoever wrote them may want to hear of it. */
export function unknownParameters(method: string, call: Arguments): string[] {
  const known = methodNamed(method)?.parameters;
  return known ? call.names.filter((name) => !(name in known) && name !== "method") : [];
}

/** By its name in any letter case. */
export const methodNamed = (name: string): MethodDescription | undefined => byLowerCase.get(name.toLowerCase());

const byLowerCase: ReadonlyMap<string, MethodDescription> = new Map(
  Object.entries(description.methods).map(([name, method]) => [name.toLowerCase(), method]),
);

function missing(name: string, isFile: boolean) {
  if (name === "chat_id") return badRequest("chat_id is empty");
  if (name === "user_id") return badRequest("invalid user_id specified");
  return badRequest(isFile ? `there is no ${name} in the request` : `parameter "${name}" is required`);
}

const hasFile = (type: Fields[string]["type"]): boolean =>
  typeof type === "object" && "union" in type && type.union.includes("file");
