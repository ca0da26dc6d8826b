import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { type FormattedText, formatText, lengthOf } from "../../text/formatted-text.ts";
import type { World } from "../../world/world.ts";

/** Telegram refuses longer ones. In code points, after parsing. */
const maxMessageLength = 4096;

/**
 * The text of a message to send or edit.
 * @throws {Refusal} unless there is some.
 */
export function messageText(call: Arguments, world: World): FormattedText {
  const text = call.text("text");
  if (text === "") throw badRequest("message text is empty");
  const formatted = formatText({
    text,
    parseMode: call.text("parse_mode"),
    entities: call.looseJson("entities"),
    findUser: (id) => world.user(id),
  });
  if (formatted.text === "") throw badRequest("text must be non-empty");
  return formatted;
}

/** Checked late, after the chat: so does Telegram. */
export const isTooLong = ({ text }: FormattedText) =>
  text.length > maxMessageLength && lengthOf(text) > maxMessageLength;

/** The fields of a message that hold its text. */
export const textContent = ({ text, entities }: FormattedText) => ({
  text,
  ...(entities.length > 0 && { entities: [...entities] }),
});
