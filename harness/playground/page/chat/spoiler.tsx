import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** Words that are read only by who asks for them. */
export function Spoiler({ children }: { readonly children: ComponentChildren }) {
  const isShown = useSignal(false);
  if (isShown.value) return <span class="spoiler shown">{children}</span>;
  const show = () => {
    isShown.value = true;
  };
  return (
    <button type="button" class="spoiler" aria-label="Hidden: press to show" onClick={show}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
