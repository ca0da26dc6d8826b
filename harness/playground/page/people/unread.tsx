import type { Seat } from "../state/seat.ts";

/** How many messages a person has not had before their eyes. */
export function Unread({ seat: { unread } }: { readonly seat: Seat }) {
  if (unread.value === 0) return null;
  return (
    <>
      {" "}
      <span class="badge">
        {unread}
        <span class="unseen"> unread</span>
      </span>
    </>
  );
}
