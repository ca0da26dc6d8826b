import { chats, people } from "../state/live.ts";

/** Whom a private chat is with, or what a group is called; its id if it is not on the page. */
export const chatName = (id: number): string =>
  people.value.find((person) => person.id === id)?.name ?? chats.value.get(id)?.shown.value.title ?? String(id);
