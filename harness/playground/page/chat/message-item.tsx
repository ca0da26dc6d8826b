import type { Message } from "@grammyjs/types";
import type { Shown } from "../../shown.ts";
import { IconButton } from "../icon-button.tsx";
import type { Seat } from "../state/seat.ts";
import { isNarrow } from "../state/view.ts";
import { timeOfDay } from "../time-of-day.ts";
import { InlineKeyboard } from "./inline-keyboard.tsx";
import { kindOf } from "./kind-of.ts";
import { MessageHead } from "./message-head.tsx";
import { openMessageMenu } from "./message-menu.ts";
import { ReactionRow } from "./reaction-row.tsx";
import { sendText } from "./send-text.ts";
import { serviceText } from "./service-text.ts";
import { TextWithEntities } from "./text-with-entities.tsx";

/** A message, as the person whose phone it is on sees it. */
export function MessageItem({ seat, shown }: { readonly seat: Seat; readonly shown: Shown }) {
  const { message } = shown;
  const service = serviceText(message);
  if (service !== undefined) return <li class="service">{service}</li>;
  const open = (opener: HTMLElement, pointer?: MouseEvent) => openMessageMenu(seat, shown, opener, pointer);
  /** On a phone one taps a message; what has a meaning of its own keeps it. */
  const tap = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    const isForItself = (event.target as Element).closest("a, button, audio, video, summary");
    if (isNarrow.value && !isForItself) open(event.currentTarget, event);
  };
  const press = (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => {
    if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    open(event.currentTarget);
  };
  const callMenu = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    event.preventDefault();
    open(event.currentTarget, event);
  };
  return (
    <li
      class={`message ${seat.isMine(shown.by) ? "mine" : "theirs"}`}
      data-id={message.message_id}
      tabIndex={-1}
      onClick={tap}
      onKeyDown={press}
      onContextMenu={callMenu}
    >
      <div class="bubble">
        <MessageHead seat={seat} shown={shown} />
        {message.text === undefined && <p class="kind">[{kindOf(message).toLowerCase()}]</p>}
        <Words seat={seat} message={message} />
        <Meta message={message} />
        <ReactionRow seat={seat} shown={shown} />
      </div>
      <IconButton
        icon="more"
        label="What to do with it"
        class="message-more"
        aria-haspopup="menu"
        tabIndex={-1}
        onClick={({ currentTarget }) => open(currentTarget)}
      />
      <InlineKeyboard seat={seat} message={message} />
    </li>
  );
}

function Words({ seat, message }: { readonly seat: Seat; readonly message: Message }) {
  const text = message.text ?? message.caption;
  const entities = message.entities ?? message.caption_entities;
  if (text === undefined) return null;
  return (
    <div class="text">
      <TextWithEntities text={text} entities={entities} onCommand={(command) => void sendText(seat, command)} />
    </div>
  );
}

function Meta({ message: { date, edit_date, author_signature } }: { readonly message: Message }) {
  return (
    <span class="meta">
      {author_signature && `${author_signature} `}
      {edit_date !== undefined && "edited "}
      <time dateTime={new Date(date * 1000).toISOString()}>{timeOfDay(date * 1000)}</time>
    </span>
  );
}
