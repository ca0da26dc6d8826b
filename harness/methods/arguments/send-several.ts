import type { Message, MessageId } from "@grammyjs/types";
import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { Caller } from "../method.ts";
import { sendContent } from "./send-content.ts";
import { messageIds, sourceChat } from "./source-message.ts";

/**
 * Sends several messages of one chat on, in their order. Those that are missing or can't be sent on are passed over;
 * albums stay together.
 */
export function sendSeveral(
  call: Arguments,
  caller: Caller,
  verb: "forward" | "copy",
  taken: (message: Message) => Partial<Message>,
): MessageId[] {
  const source = sourceChat(call, caller.bot);
  const messages = messageIds(call).flatMap((id) => source.find(id)?.message ?? []);
  const open = messages.filter((message) => !message.has_protected_content);
  if (open.length === 0) throw badRequest(`messages to ${verb} not found`);
  const albums = new Map<string, string>();
  return open.map((message) => {
    const album = message.media_group_id;
    if (album && !albums.has(album)) albums.set(album, caller.world.nextQueryId());
    const media_group_id = album && albums.get(album);
    const content = { ...taken(message), ...(media_group_id && { media_group_id }) };
    return { message_id: sendContent(call, caller, { content }).message_id };
  });
}
