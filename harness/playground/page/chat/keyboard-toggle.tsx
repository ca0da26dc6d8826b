import { useEffect } from "preact/hooks";
import { IconButton } from "../icon-button.tsx";
import type { Seat } from "../state/seat.ts";
import { keyboardOf } from "./keyboard-of.ts";
import { reply } from "./message-menu.ts";

/** Puts the bot's keyboard away, and back. Where the bot wants a reply instead, one is begun. */
export function KeyboardToggle({ seat }: { readonly seat: Seat }) {
  const keyboard = keyboardOf(seat);
  const id = keyboard?.message.message_id ?? 0;
  const isAway = seat.putAway.value === id;
  useEffect(() => {
    if (!keyboard?.force_reply || isAway) return;
    seat.putAway.value = id;
    reply(seat, keyboard.message);
  }, [id, isAway]);
  if (!keyboard?.keyboard) return null;
  const toggle = () => {
    seat.putAway.value = isAway ? 0 : id;
  };
  return <IconButton icon="keyboard" label={isAway ? "Show the keyboard" : "Put the keyboard away"} onClick={toggle} />;
}
