import { badRequest } from "../server/refusal.ts";
import type { BotApiMethod } from "./method.ts";

const maxDownloadBytes = 20 * 1024 * 1024;

/** @see https://core.telegram.org/bots/api#getfile */
export const getFile: BotApiMethod<"getFile"> = (call, { world }) => {
  const id = call.text("file_id");
  if (id === "") throw badRequest("file_id not specified");
  const file = world.files.find(id);
  if (!file) throw badRequest("invalid file_id");
  if (file.bytes.length > maxDownloadBytes) throw badRequest("file is too big");
  return { file_id: file.id, file_unique_id: file.uniqueId, file_size: file.bytes.length, file_path: file.path };
};
