import { noRights, placeIn } from "./arguments/default-rights.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#getmydefaultadministratorrights */
export const getMyDefaultAdministratorRights: BotApiMethod<"getMyDefaultAdministratorRights"> = (call, { bot }) =>
  bot.defaultRights.get(placeIn(call)) ?? noRights();
