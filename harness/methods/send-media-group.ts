import type { Message } from "@grammyjs/types";
import { badRequest } from "../server/refusal.ts";
import { captionContent, captionOf, refuseLongCaption } from "./arguments/caption.ts";
import { type InputMedia, inputMediaList } from "./arguments/input-media.ts";
import { mediaFile } from "./arguments/media-file.ts";
import { sendContents } from "./arguments/send-content.ts";
import type { BotApiMethod, Caller } from "./method.ts";

/** @see https://core.telegram.org/bots/api#sendmediagroup */
export const sendMediaGroup: BotApiMethod<"sendMediaGroup"> = async (call, caller) => {
  const { world } = caller;
  const list = inputMediaList(call);
  if (list.length === 0) throw badRequest("there are no messages to send");
  if (list.length > 10) throw badRequest("too many messages to send as an album");
  refuseMixture(list);
  const contents: Partial<Message>[] = [];
  for (const media of list) contents.push(await contentOf(media, caller));
  const media_group_id = world.nextQueryId();
  return sendContents(call, caller, { content: contents.map((content) => ({ ...content, media_group_id })) }) as never;
};

async function contentOf({ kind, call }: InputMedia, { world }: Caller): Promise<Partial<Message>> {
  const media = await mediaFile(call, kind, world.files, "media");
  const caption = captionOf(call, world);
  refuseLongCaption(caption);
  return { ...media, ...captionContent(call, caption) };
}

/** Pictures and videos go together; documents and music only with their like; nothing else goes into an album. */
function refuseMixture(list: readonly InputMedia[]): void {
  const families = new Set(list.map(({ kind }) => (kind === "video" ? "photo" : kind)));
  if (families.size > 1 || families.has("animation")) {
    throw badRequest("can't use the media of the specified type in the album");
  }
}
