import { computed, effect, signal } from "@preact/signals";
import type { Chat } from "./chat.ts";
import { chatsOf, people } from "./live.ts";
import { remembered } from "./remembered.ts";

// How whoever looks at the page wants to see it. Nobody but them is concerned.

export type Theme = "auto" | "light" | "dark";

/** Which person's phone shows which of their chats. */
export interface Place {
  readonly person: number;
  readonly chat: number;
}

/** Whether there is no more room than a phone has. */
export const isNarrow = matching("(max-width: 759px)");
const prefersDark = matching("(prefers-color-scheme: dark)");

export const theme = remembered<Theme>("theme", "auto", ["auto", "light", "dark"]);
effect(() => {
  const preferred = prefersDark.value ? "dark" : "light";
  document.documentElement.dataset.theme = theme.value === "auto" ? preferred : theme.value;
});

/** All phones side by side, or one at a time. */
export const wantedLayout = remembered<"columns" | "single">("layout", "columns", ["columns", "single"]);
export const layout = computed(() => (isNarrow.value ? "single" : wantedLayout.value));

/** Where one phone is shown at a time; on a phone, undefined is the list of chats. */
export const place = signal<Place | undefined>(undefined);

/** Which of a person's chats is open in their column. */
export const openChats = signal<ReadonlyMap<number, number>>(new Map());

/** The id of the panel that is open beside the chats. */
export const openPanel = signal<string | undefined>(undefined);

export function open(person: number, chat: number): void {
  place.value = { person, chat };
  openChats.value = new Map([...openChats.value, [person, chat]]);
}

export function openChatOf(person: number): Chat | undefined {
  const all = chatsOf(person);
  return all.find(({ id }) => id === openChats.value.get(person)) ?? all[0];
}

/** The people whose phones are shown now. */
export const shownPeople = computed(() => {
  if (layout.value === "columns") return people.value;
  const wanted =
    people.value.find(({ id }) => id === place.value?.person) ?? (isNarrow.value ? undefined : people.value[0]);
  return wanted ? [wanted] : [];
});

function matching(query: string) {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener("change", (now) => {
    matches.value = now.matches;
  });
  return matches;
}
