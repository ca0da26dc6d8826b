import { useLayoutEffect, useRef } from "preact/hooks";
import type { Seat } from "../state/seat.ts";
import { ask } from "../state/server.ts";
import { Doing } from "./doing.tsx";
import { gatherAlbums } from "./gather-albums.ts";
import { MessageItem } from "./message-item.tsx";

/** What was said in a chat, as one person sees it. Who is at its end stays there when there is more. */
export function MessageList({ seat, name }: { readonly seat: Seat; readonly name: string }) {
  const scroll = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const { messages, doing } = seat.chat;
  const last = messages.value.at(-1);

  useLayoutEffect(() => {
    const element = scroll.current;
    if (element && (isAtEnd.current || (last && seat.isMine(last.by)))) element.scrollTop = element.scrollHeight;
    seat.read();
  }, [messages.value, doing.value]);

  // A panel opens, the phone is turned, a picture has come: who was at the end stays there, too.
  useLayoutEffect(() => {
    const element = scroll.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    for (const one of [element, ...element.children]) observer.observe(one);
    return () => observer.disconnect();
  }, []);

  const noteEnd = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = scroll.current ?? {};
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < 60;
  };
  const press = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("li[data-id]")];
    const now = items.indexOf(document.activeElement as HTMLElement);
    const isHere = now >= 0 || document.activeElement === event.currentTarget;
    if (step === undefined || !isHere || items.length === 0) return;
    event.preventDefault();
    items.at(now < 0 ? -1 : Math.max(0, Math.min(items.length - 1, now + step)))?.focus();
  };
  return (
    <div
      class="messages"
      role="log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
      tabIndex={0}
      aria-label={`Chat of ${name}`}
      ref={scroll}
      onScroll={noteEnd}
      onKeyDown={press}
    >
      {messages.value.length === 0 && <Empty seat={seat} name={name} />}
      <ol>
        {gatherAlbums(messages.value).map((album) => (
          <MessageItem key={album[0]?.message.message_id} seat={seat} album={album} />
        ))}
      </ol>
      <Doing doing={doing.value} />
    </div>
  );
}

function Empty({ seat, name }: { readonly seat: Seat; readonly name: string }) {
  if (seat.chat.shown.value.kind !== "private") return <p class="empty">Nothing was said here yet.</p>;
  const start = () => void ask(`telegram/users/${seat.person}/messages`, { text: "/start" });
  return (
    <div class="empty">
      <p>{name} has not written to the bot yet.</p>
      <button type="button" class="button primary" onClick={start}>
        Start
      </button>
    </div>
  );
}
