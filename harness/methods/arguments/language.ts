import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";

/** For whom something is said: two letters, or nothing for all whose language has nothing of its own. @throws {Refusal} */
export function languageIn(call: Arguments): string {
  const code = call.text("language_code");
  if (!/^([a-z]{2})?$/.test(code)) throw badRequest("invalid language code specified");
  return code;
}
