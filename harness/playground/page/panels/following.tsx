import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  readonly label: string;
  readonly class?: string;
  /** What it grows with. */
  readonly of: unknown;
  readonly children: ComponentChildren;
}

/** A list that grows at its end: who is there stays there, and who has scrolled up is left alone. */
export function Following({ label, class: classes = "", of, children }: Props) {
  const element = useRef<HTMLElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    if (element.current && follows.current) element.current.scrollTop = element.current.scrollHeight;
  }, [of]);
  const scrolled = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = element.current ?? {};
    follows.current = scrollHeight - scrollTop - clientHeight < 40;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be within reach of the keyboard
    <section class={`panel-scroll ${classes}`} tabIndex={0} aria-label={label} ref={element} onScroll={scrolled}>
      {children}
    </section>
  );
}
