import { useSignal } from "@preact/signals";
import type { ShownPerson } from "../../shown.ts";
import { Composer } from "../chat/composer.tsx";
import { sentAs, takeFiles } from "../chat/files-form.tsx";
import { MessageList } from "../chat/message-list.tsx";
import { PinnedBar } from "../chat/pinned-bar.tsx";
import { StoredSession } from "../chat/stored-session.tsx";
import { IconButton } from "../icon-button.tsx";
import type { Chat } from "../state/chat.ts";
import { seatOf } from "../state/seat.ts";
import { isNarrow, place } from "../state/view.ts";
import { Avatar } from "./avatar.tsx";
import { ChatTabs } from "./chat-tabs.tsx";
import { openPhoneMenu } from "./phone-menu.ts";
import { Presence } from "./presence.tsx";

/** One person's phone: a chat of theirs, in which they read and write. */
export function Phone({ person, chat }: { readonly person: ShownPerson; readonly chat: Chat }) {
  const seat = seatOf(person, chat);
  const isSessionOpen = useSignal(false);
  const sessionId = `session-${person.id}`;
  // Where nothing is shown beside it, it is what the page is about.
  const Heading = isNarrow.value ? "h1" : "h2";
  const back = () => {
    place.value = undefined;
  };
  const toggleSession = () => {
    isSessionOpen.value = !isSessionOpen.value;
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    void takeFiles(seat, files, sentAs(files));
  };
  return (
    <section class="phone" aria-label={person.name} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <header>
        {isNarrow.value && <IconButton icon="back" label="Back to the chats" onClick={back} />}
        <Avatar id={person.id} name={person.name} />
        <div class="title">
          <Heading>{person.name}</Heading>
          <Presence chat={chat} />
        </div>
        <button
          type="button"
          class="button"
          aria-expanded={isSessionOpen}
          aria-controls={sessionId}
          onClick={toggleSession}
        >
          Session
        </button>
        <IconButton
          icon="more"
          label={`More about ${person.name}`}
          aria-haspopup="menu"
          onClick={({ currentTarget }) => openPhoneMenu(person, seat, currentTarget)}
        />
      </header>
      <ChatTabs person={person} open={chat} />
      {isSessionOpen.value && <StoredSession id={sessionId} person={person} />}
      <PinnedBar seat={seat} />
      <MessageList seat={seat} name={person.name} />
      <p class="note" role="status" data-shown={seat.note.value !== undefined}>
        {seat.note}
      </p>
      <Composer seat={seat} name={person.name} />
    </section>
  );
}
