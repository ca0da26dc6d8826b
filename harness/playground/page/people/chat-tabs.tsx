import type { ShownPerson } from "../../shown.ts";
import type { Chat } from "../state/chat.ts";
import { chatsOf } from "../state/live.ts";
import { seatOf } from "../state/seat.ts";
import { layout, open } from "../state/view.ts";
import { Unread } from "./unread.tsx";

/** In a column, where there is no list of chats: a person's chats, if they have more than one. */
export function ChatTabs({ person, open: shown }: { readonly person: ShownPerson; readonly open: Chat }) {
  const chats = chatsOf(person.id);
  if (layout.value === "single" || chats.length < 2) return null;
  return (
    <nav class="chat-tabs" aria-label={`Chats of ${person.name}`}>
      {chats.map((chat) => (
        <button key={chat.id} type="button" aria-current={chat === shown} onClick={() => open(person.id, chat.id)}>
          {chat.shown.value.title}
          <Unread seat={seatOf(person, chat)} />
        </button>
      ))}
    </nav>
  );
}
