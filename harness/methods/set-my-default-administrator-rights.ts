import type { ChatAdministratorRights } from "@grammyjs/types";
import { fault } from "../api/fault.ts";
import { badRequest } from "../server/refusal.ts";
import { noRights, placeIn } from "./arguments/default-rights.ts";
import type { BotApiMethod } from "./method.ts";

/**
 * What the bot asks for when it is added as an administrator; without rights, none.
 *
 * @see https://core.telegram.org/bots/api#setmydefaultadministratorrights
 */
export const setMyDefaultAdministratorRights: BotApiMethod<"setMyDefaultAdministratorRights"> = (call, { bot }) => {
  const given = call.json("rights", "rights") ?? {};
  const rights = { ...noRights(), ...(given as Partial<ChatAdministratorRights>) };
  const wrong = fault(rights, { ref: "ChatAdministratorRights" });
  if (wrong) throw badRequest(`can't parse rights: ${wrong}`);
  bot.defaultRights.set(placeIn(call), rights);
  return true;
};
