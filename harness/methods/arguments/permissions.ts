import type { ChatPermissions } from "@grammyjs/types";
import { fault } from "../../api/fault.ts";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";

/** @throws {Refusal} unless the call says what is allowed. */
export function permissionsIn(call: Arguments): ChatPermissions {
  const given = call.json("permissions", "permissions");
  if (given === undefined) throw badRequest("can't parse permissions: expected an Object");
  const wrong = fault(given, { ref: "ChatPermissions" });
  if (wrong) throw badRequest(`can't parse permissions: ${wrong}`);
  return given as ChatPermissions;
}
