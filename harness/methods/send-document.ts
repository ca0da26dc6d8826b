import type { Document } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { type FormattedText, formatText, lengthOf } from "../text/formatted-text.ts";
import { markup, refuseLongButtonData } from "./arguments/markup.ts";
import { placeOf, replyWanted } from "./arguments/place.ts";
import type { BotApiMethod, Caller } from "./method.ts";

type Call = Parameters<BotApiMethod<"sendDocument">>[0];

/** @see https://core.telegram.org/bots/api#senddocument */
export const sendDocument: BotApiMethod<"sendDocument"> = (call, { bot, world }) => {
  const document = documentOf(call, world);
  const caption = captionOf(call, world);
  const reply = replyWanted(call);
  const keyboard = markup(call);
  const place = placeOf(call, reply, bot);
  if (lengthOf(caption.text) > maxCaptionLength) throw badRequest("message caption is too long");
  refuseLongButtonData(keyboard);
  const content = { document, ...captionContent(caption) };
  return place.chat.post({ by: bot.id, from: bot.user, ...place, content, markup: keyboard });
};

/** In code points, after parsing. */
const maxCaptionLength = 1024;

function documentOf(call: Call, { files }: Caller["world"]): Document {
  const upload = call.file("document");
  if (!upload) {
    const id = call.text("document");
    if (id === "") throw badRequest("there is no document in the request");
    const known = files.find(id);
    if (!known) throw badRequest("wrong file identifier/HTTP URL specified");
    return { file_id: known.id, file_unique_id: known.uniqueId, file_size: known.bytes.length };
  }
  if (upload.bytes.length === 0) throw badRequest("file must be non-empty");
  const extension = /\.([a-z0-9]+)$/i.exec(upload.name)?.[1]?.toLowerCase() ?? "";
  const { id, uniqueId, bytes } = files.add(upload.bytes, "documents", extension || "bin");
  return {
    file_name: upload.name,
    mime_type: mimeTypes[extension] ?? "application/octet-stream",
    file_id: id,
    file_unique_id: uniqueId,
    file_size: bytes.length,
  };
}

const mimeTypes: Readonly<Record<string, string>> = {
  csv: "text/csv",
  json: "application/json",
  pdf: "application/pdf",
  txt: "text/plain",
  zip: "application/zip",
};

const captionOf = (call: Call, world: Caller["world"]): FormattedText =>
  formatText({
    text: call.text("caption"),
    parseMode: call.text("parse_mode"),
    entities: call.looseJson("caption_entities"),
    findUser: (id) => world.user(id),
  });

const captionContent = ({ text, entities }: FormattedText) => ({
  ...(text !== "" && { caption: text }),
  ...(entities.length > 0 && { caption_entities: [...entities] }),
});
