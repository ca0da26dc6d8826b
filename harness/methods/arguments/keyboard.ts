import type { InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup } from "@grammyjs/types";
import { badRequest } from "../../server/refusal.ts";
import { soundLink } from "../../text/checked-link.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Reads an inline keyboard; surplus and empty buttons vanish, and a keyboard without buttons is none. */
export function inlineKeyboard({ inline_keyboard }: Fields): InlineKeyboardMarkup | undefined {
  if (inline_keyboard === undefined) return undefined;
  if (!Array.isArray(inline_keyboard)) throw badRequest(`field "inline_keyboard" must be of type Array`);
  if (!inline_keyboard.every(Array.isArray)) {
    throw badRequest(`field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays`);
  }
  const rows = kept(inline_keyboard.map((row: unknown[]) => row.map(inlineButton)));
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

export function replyKeyboard(fields: Fields): ReplyKeyboardMarkup | undefined {
  const { keyboard, resize_keyboard, one_time_keyboard, input_field_placeholder, selective, is_persistent } = fields;
  if (keyboard === undefined) return undefined;
  if (!Array.isArray(keyboard)) throw badRequest(`field "keyboard" must be of type Array`);
  if (!keyboard.every(Array.isArray)) {
    throw badRequest(`field "keyboard" of the ReplyKeyboardMarkup must be an Array of Arrays`);
  }
  const rows = kept(keyboard.map((row: unknown[]) => row.map(replyButton)));
  if (rows.length === 0) return undefined;
  return {
    keyboard: rows,
    ...(resize_keyboard === true && { resize_keyboard }),
    ...(one_time_keyboard === true && { one_time_keyboard }),
    ...(is_persistent === true && { is_persistent }),
    ...(typeof input_field_placeholder === "string" && { input_field_placeholder }),
    ...(selective === true && { selective }),
  };
}

/** The first of these that a button has decides what it does. */
const actions = [
  "url",
  "callback_data",
  "callback_game",
  "pay",
  "switch_inline_query",
  "switch_inline_query_chosen_chat",
  "switch_inline_query_current_chat",
  "login_url",
  "web_app",
  "copy_text",
];

function inlineButton(button: unknown): InlineKeyboardButton {
  const fields = asFields(button, "inline keyboard button");
  const text = textOf(fields, "inline keyboard button");
  const action = actions.find(
    (name) => fields[name] !== undefined && (name !== "callback_data" || fields[name] !== ""),
  );
  if (!action) throw unparsable("inline keyboard button", "Text buttons are unallowed in the inline keyboard");
  const { style } = fields;
  const given = fields[action];
  const value =
    action === "url"
      ? soundLink(String(given), "inline keyboard button")
      : action === "callback_data"
        ? String(given)
        : given;
  return { text, ...(style !== undefined && { style }), [action]: value } as InlineKeyboardButton;
}

function replyButton(button: unknown): Exclude<KeyboardButton, string> {
  if (typeof button === "string") return { text: button };
  const fields = asFields(button, "keyboard button");
  return { ...fields, text: textOf(fields, "keyboard button") };
}

function asFields(button: unknown, what: string): Fields {
  if (typeof button !== "object" || button === null || Array.isArray(button)) {
    throw unparsable(what, "expected an Object");
  }
  return button as Fields;
}

function textOf({ text }: Fields, what: string): string {
  if (text === undefined) throw unparsable(what, `Can't find field "text"`);
  if (typeof text === "number") return String(text);
  if (typeof text !== "string") throw unparsable(what, `Field "text" must be of type String`);
  return text;
}

/** At most 12 buttons in a row and 300 in all; what goes beyond, and what has no text, vanishes without a word. */
function kept<Button extends { text: string }>(rows: readonly Button[][]): Button[][] {
  let room = 300;
  return rows
    .map((row) => {
      const buttons = row.filter(({ text }) => text.trim() !== "").slice(0, Math.min(12, room));
      room -= buttons.length;
      return buttons;
    })
    .filter((row) => row.length > 0);
}

const unparsable = (what: string, reason: string) => badRequest(`can't parse ${what}: ${reason}`);
