import type { Shown } from "../../shown.ts";
import { IconButton } from "../icon-button.tsx";
import type { Seat } from "../state/seat.ts";
import { isNarrow } from "../state/view.ts";
import { InlineKeyboard } from "./inline-keyboard.tsx";
import { MessageHead } from "./message-head.tsx";
import { openMessageMenu } from "./message-menu.ts";
import { MessageParts } from "./message-parts.tsx";
import { ReactionRow } from "./reaction-row.tsx";
import { serviceText } from "./service-text.ts";

/** A message or an album, as the person whose phone it is on sees it. */
export function MessageItem({ seat, album }: { readonly seat: Seat; readonly album: readonly Shown[] }) {
  const [shown] = album;
  if (!shown) return null;
  const { message } = shown;
  const service = serviceText(message);
  if (service !== undefined) return <li class="service">{service}</li>;
  const open = (opener: HTMLElement, pointer?: MouseEvent) => openMessageMenu(seat, shown, opener, pointer);
  /** On a phone one taps a message; what has a meaning of its own keeps it. */
  const tap = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    const isForItself = (event.target as Element).closest("a, button, audio, video, label, summary");
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
      <div class={`bubble ${looks(shown)}`}>
        <MessageHead seat={seat} shown={shown} />
        <MessageParts seat={seat} album={album} />
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

/** Stickers and dice stand for themselves; pictures fill their bubble. */
function looks({ message: { photo, video, animation, sticker, dice, video_note } }: Shown): string {
  if (sticker ?? dice ?? video_note) return "bare";
  return photo || video || animation ? "filled" : "";
}
