import { Icon } from "../icon.tsx";
import type { Seat } from "../state/seat.ts";
import { summaryOf } from "./summary-of.ts";

/** The message that was pinned last, above the others; pressing it goes there. */
export function PinnedBar({ seat }: { readonly seat: Seat }) {
  const id = seat.chat.shown.value.pinned.at(-1);
  const pinned = seat.chat.messages.value.find(({ message }) => message.message_id === id);
  if (!pinned) return null;
  const go = (event: MouseEvent & { readonly currentTarget: HTMLElement }) => {
    const item = event.currentTarget.closest(".phone")?.querySelector<HTMLElement>(`[data-id="${id}"]`);
    item?.scrollIntoView({ block: "center" });
    item?.focus();
  };
  return (
    <button type="button" class="pinned" onClick={go}>
      <Icon name="pin" />
      <span>
        <b>Pinned message</b>
        {summaryOf(pinned.message)}
      </span>
    </button>
  );
}
