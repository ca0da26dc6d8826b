import type { ComponentChildren } from "preact";

interface Props {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** The part of a panel that scrolls, within reach of the keyboard. */
export function Scrolled({ label, class: classes = "", children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class={`panel-scroll ${classes}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
