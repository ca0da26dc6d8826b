import type { Arguments } from "../../server/arguments.ts";
import { badRequest } from "../../server/refusal.ts";
import type { BotAccount } from "../../world/bot-account.ts";
import { languageIn } from "./language.ts";

/** Names the list of commands a call is about: one for every scope and language. */
export function commandList(call: Arguments, bot: BotAccount): string {
  return `${scope(call.json("scope", "BotCommandScope"), bot)} ${languageIn(call)}`;
}

function scope(given: unknown, bot: BotAccount): string {
  if (given === undefined) return "default";
  if (typeof given !== "object" || given === null) throw unparsable("expected an Object");
  const { type, chat_id, user_id } = given as Readonly<Record<string, unknown>>;
  if (type === undefined) throw unparsable(`Can't find field "type"`);
  if (wide.has(type)) return String(type);
  if (!narrow.has(type)) throw unparsable("Unsupported type specified");
  if (chat_id === undefined) throw unparsable(`Can't find field "chat_id"`);
  const chat = bot.chat(String(chat_id));
  if (chat.json.type === "channel") throw badRequest("can't change commands in channel chats");
  if (chat.json.type === "private" && type !== "chat") throw badRequest("can't use specified scope in private chats");
  if (type !== "chat_member") return `${type} ${chat.id}`;
  if (user_id === undefined) throw unparsable(`Can't find field "user_id"`);
  return `${type} ${chat.id} ${user_id}`;
}

const wide: ReadonlySet<unknown> = new Set([
  "default",
  "all_private_chats",
  "all_group_chats",
  "all_chat_administrators",
]);
const narrow: ReadonlySet<unknown> = new Set(["chat", "chat_administrators", "chat_member"]);

const unparsable = (reason: string) => badRequest(`can't parse BotCommandScope: ${reason}`);
