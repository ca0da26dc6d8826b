import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";

/** A picture that is seen only by who asks for it. */
export function Veiled({ isVeiled, children }: { readonly isVeiled: boolean; readonly children: ComponentChildren }) {
  const isShown = useSignal(!isVeiled);
  if (isShown.value) return <>{children}</>;
  const show = () => {
    isShown.value = true;
  };
  return (
    <button type="button" class="veil" onClick={show}>
      Hidden: press to show
    </button>
  );
}
