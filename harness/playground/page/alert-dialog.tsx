import { useEffect, useRef } from "preact/hooks";
import { alert } from "./state/live.ts";

/** What a bot answers to a press with `show_alert`. */
export function AlertDialog() {
  const box = useRef<HTMLDialogElement>(null);
  const text = alert.value;
  useEffect(() => {
    if (text !== undefined && !box.current?.open) box.current?.showModal();
  }, [text]);
  const closed = () => {
    alert.value = undefined;
  };
  return (
    <dialog class="dialog alert" ref={box} onClose={closed} aria-label="The bot says">
      <p>{text}</p>
      <form method="dialog">
        <button type="submit" class="button primary">
          OK
        </button>
      </form>
    </dialog>
  );
}
