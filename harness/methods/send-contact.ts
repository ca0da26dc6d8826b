import { required } from "./arguments/required.ts";
import { sendContent } from "./arguments/send-content.ts";
import type { BotApiMethod } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendcontact */
export const sendContact: BotApiMethod<"sendContact"> = (call, caller) => {
  const contact = {
    phone_number: required(call, "phone_number"),
    first_name: required(call, "first_name"),
    ...(call.text("last_name") && { last_name: call.text("last_name") }),
    ...(call.text("vcard") && { vcard: call.text("vcard") }),
  };
  return sendContent(call, caller, { content: { contact } });
};
