import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { Chat, ReplyMarkup } from "../../world/chat.ts";
import { inlineKeyboard, replyKeyboard } from "./keyboard.ts";

/** The reply markup of a call: a non-empty keyboard, else an inline one, else removal, else forced reply; or none. */
export function markup(call: Arguments): ReplyMarkup | undefined {
  const given = call.json("reply_markup", "reply keyboard markup");
  if (given === undefined || given === null) return undefined;
  if (typeof given !== "object" || Array.isArray(given)) throw badRequest("object expected as reply markup");
  const fields = given as Readonly<Record<string, unknown>>;
  const selective = fields.selective === true && { selective: true };
  const keyboard = replyKeyboard(fields);
  if (keyboard) return keyboard;
  const inline = inlineKeyboard(fields);
  if (inline) return inline;
  if (fields.remove_keyboard === true) return { remove_keyboard: true, ...selective };
  const { input_field_placeholder: placeholder } = fields;
  const hint = typeof placeholder === "string" && { input_field_placeholder: placeholder };
  if (fields.force_reply === true) return { force_reply: true, ...hint, ...selective };
  return undefined;
}

/** What a key of a reply keyboard may ask for, and how TDLib words that it asks too many people. */
const requests = {
  request_contact: "phone number can be requested in private chats only",
  request_location: "location can be requested in private chats only",
  request_poll: "poll can be requested in private chats only",
  request_users: "users can be requested in private chats only",
  request_chat: "chats can be requested in private chats only",
  web_app: "Web App buttons can be used in private chats only",
};

/** @throws {Refusal} if a keyboard for several people asks for what one person has. */
export function refuseRequestsInGroups(markup: ReplyMarkup | undefined, { json }: Chat): void {
  if (!markup || !("keyboard" in markup) || json.type === "private") return;
  for (const key of markup.keyboard.flat()) {
    const found = Object.entries(requests).find(([name]) => typeof key === "object" && name in key);
    if (found) throw badRequest(found[1]);
  }
}

/** The last check, made by Telegram's servers only. */
export function refuseLongButtonData(markup: ReplyMarkup | undefined): void {
  if (!markup || !("inline_keyboard" in markup)) return;
  for (const button of markup.inline_keyboard.flat()) {
    if ("callback_data" in button && Buffer.byteLength(button.callback_data) > 64)
      throw badRequest("BUTTON_DATA_INVALID");
  }
}
