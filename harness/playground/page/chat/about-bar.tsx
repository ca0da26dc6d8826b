import { Icon } from "../icon.tsx";
import { IconButton } from "../icon-button.tsx";
import type { Seat } from "../state/seat.ts";
import { summaryOf } from "./summary-of.ts";

/** What the next message is about, above the field: the one that it replies to, or that it changes. */
export function AboutBar({ seat }: { readonly seat: Seat }) {
  const replying = seat.replying.value;
  const editing = seat.editing.value;
  const message = editing ?? replying?.replyTo;
  if (!message) return null;
  return (
    <div class="about">
      <Icon name={editing ? "edit" : "reply"} />
      <p>
        <b>{editing ? "Edit" : replying?.quote ? "Reply to the quote" : "Reply"}</b>
        <span>{replying?.quote ?? summaryOf(message)}</span>
      </p>
      <IconButton
        icon="close"
        label={editing ? "Leave it as it is" : "Do not reply"}
        onClick={() => stopWritingAbout(seat)}
      />
    </div>
  );
}

export function stopWritingAbout(seat: Seat): void {
  if (seat.editing.value) seat.text.value = "";
  seat.editing.value = undefined;
  seat.replying.value = undefined;
}
