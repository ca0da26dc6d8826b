import { badRequest } from "../server/refusal.ts";
import { diceSides, rolled } from "../world/dice.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#senddice */
export const sendDice: BotApiMethod<"sendDice"> = (call, caller) => {
  const emoji = call.text("emoji") || "🎲";
  if (!diceSides.has(emoji)) throw badRequest("EMOTICON_INVALID");
  return sendContent(call, caller, { content: { dice: rolled(emoji) } });
};
