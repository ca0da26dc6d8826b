import type { Message } from "@grammyjs/types";
import type { Key } from "./keyboard.ts";
import type { NewPoll } from "./poll.ts";
import type { Place } from "./presence.ts";
import type { User } from "./user.ts";

/** What a person chooses when a key asks them for something. */
export interface Choice {
  /** Where they say that they are. Default: in Greenwich. */
  readonly location?: { readonly latitude: number; readonly longitude: number };
  readonly poll?: NewPoll;
  /** Whom they pick. */
  readonly users?: readonly User[];
  /** Which group or channel they pick. */
  readonly chat?: Exclude<Place, { readonly token: string }>;
}

const greenwich = { latitude: 51.4779, longitude: 0 };

/** Does what a key of a reply keyboard is for: most send their own text. @throws if it asks for what was not chosen. */
export async function pressKey(
  user: User,
  { key }: Key,
  { location = greenwich, poll, users, chat }: Choice,
  place: Place | undefined,
): Promise<void> {
  const to = place && { in: place };
  if ("request_contact" in key && key.request_contact) await user.shareContact(to);
  else if ("request_location" in key && key.request_location) {
    await user.sendLocation(location.latitude, location.longitude, to);
  } else if ("request_poll" in key) {
    if (!poll) throw asksFor(key.text, "a poll", "{ poll: { question, options } }");
    await user.sendPoll(poll, to);
  } else if ("request_users" in key) {
    if (!users?.length) throw asksFor(key.text, "people", "{ users: [...] }");
    const { request_id } = key.request_users;
    await user.sendShared({ users_shared: { request_id, users: users.map(({ id }) => ({ user_id: id })) } }, to);
  } else if ("request_chat" in key) {
    if (!chat) throw asksFor(key.text, "a chat", "{ chat: group }");
    await user.sendShared({ chat_shared: { request_id: key.request_chat.request_id, chat_id: chat.id } }, to);
  } else if ("web_app" in key) {
    throw new Error(`The key "${key.text}" opens a Web App, which the harness has none of.`);
  } else await user.send(key.text, to);
}

export type SharedContent = Pick<Message, "users_shared" | "chat_shared">;

const asksFor = (text: string, what: string, how: string) =>
  new Error(`The key "${text}" asks for ${what}: say which with ${how}.`);
