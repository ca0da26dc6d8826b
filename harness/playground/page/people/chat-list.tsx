import { useComputed } from "@preact/signals";
import type { ShownPerson } from "../../shown.ts";
import { serviceText } from "../chat/service-text.ts";
import { summaryOf } from "../chat/summary-of.ts";
import type { Chat } from "../state/chat.ts";
import { chatsOf, people } from "../state/live.ts";
import { seatOf } from "../state/seat.ts";
import { open, openChatOf, place, shownPeople } from "../state/view.ts";
import { timeOfDay } from "../time-of-day.ts";
import { Avatar } from "./avatar.tsx";
import { Unread } from "./unread.tsx";

/** Everybody's chats, to choose one from. */
export function ChatList() {
  return (
    <nav class="chat-list" aria-label="People">
      {people.value.map((person) => (
        <section key={person.id} aria-label={`Chats of ${person.name}`}>
          <h2>{person.name}</h2>
          {chatsOf(person.id).map((chat) => (
            <Entry key={chat.id} person={person} chat={chat} />
          ))}
        </section>
      ))}
    </nav>
  );
}

function Entry({ person, chat }: { readonly person: ShownPerson; readonly chat: Chat }) {
  const { title, kind, names } = chat.shown.value;
  const seat = seatOf(person, chat);
  const last = useComputed(() => chat.messages.value.at(-1));
  const shown = last.value;
  const isCurrent =
    shownPeople.value.includes(person) &&
    openChatOf(person.id) === chat &&
    (place.value !== undefined || shown !== null);
  const who = shown && (seat.isMine(shown.by) ? "You" : kind === "group" ? names[shown.by] : undefined);
  return (
    <button type="button" class="chat-entry" aria-current={isCurrent} onClick={() => open(person.id, chat.id)}>
      <Avatar id={chat.id} name={title} />
      <span class="chat-entry-text">
        <b>{title}</b>
        <span class="last-words">
          {shown
            ? (serviceText(shown.message) ?? `${who ? `${who}: ` : ""}${summaryOf(shown.message)}`)
            : "Nothing was said yet"}
        </span>
      </span>
      <span class="chat-entry-side">
        {shown && <time>{timeOfDay(shown.message.date * 1000)}</time>}
        <Unread seat={seat} />
      </span>
    </button>
  );
}
