import type { Message } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import { type FormattedText, formatText, lengthOf } from "../../text/formatted-text.ts";
import type { World } from "../../world/world.ts";

/** In code points, after parsing. */
const maxCaptionLength = 1024;

export const captionOf = (call: Arguments, world: World): FormattedText =>
  formatText({
    text: call.text("caption"),
    parseMode: call.text("parse_mode"),
    entities: call.looseJson("caption_entities"),
    findUser: (id) => world.user(id),
  });

/** Checked late, after the chat: so does Telegram. */
export function refuseLongCaption({ text }: FormattedText): void {
  if (lengthOf(text) > maxCaptionLength) throw badRequest("message caption is too long");
}

/** The fields of a message that hold its caption, and how it is shown. */
export const captionContent = (call: Arguments, { text, entities }: FormattedText): Partial<Message> => ({
  ...(text !== "" && { caption: text }),
  ...(entities.length > 0 && { caption_entities: [...entities] }),
  ...(text !== "" && call.boolean("show_caption_above_media") && { show_caption_above_media: true }),
  ...(call.boolean("has_spoiler") && { has_media_spoiler: true }),
});
