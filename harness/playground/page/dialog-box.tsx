import { useLayoutEffect, useRef } from "preact/hooks";
import { closeDialog, openDialog } from "./state/dialog.ts";

/** What is asked over the page. Escape closes it. */
export function DialogBox() {
  const box = useRef<HTMLDialogElement>(null);
  const dialog = openDialog.value;
  useLayoutEffect(() => {
    if (dialog) box.current?.showModal();
  }, [dialog]);
  if (!dialog) return null;
  return (
    <dialog class="dialog" ref={box} aria-label={dialog.title} onClose={closeDialog}>
      <h2>{dialog.title}</h2>
      {dialog.content()}
    </dialog>
  );
}
