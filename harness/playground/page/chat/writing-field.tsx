import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { Seat } from "../state/seat.ts";
import { sentAs, takeFiles } from "./files-form.tsx";

interface Props {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly seat: Seat;
  readonly label: string;
  readonly placeholder: string;
  readonly menuId: string;
  /** Id of the command that Enter would take. */
  readonly activeOption: string | undefined;
  onWrite(text: string): void;
  onLeave(): void;
  /** @returns whether the key meant something else than writing. */
  takesKey(key: string): boolean;
}

/** The highest it grows, in px. */
const highest = 140;

/** Enter sends, Shift+Enter begins a new line. It is as high as what is in it, up to a point. */
export function WritingField({ field, seat, label, placeholder, menuId, activeOption, ...props }: Props) {
  const text = seat.text.value;
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight + 2, highest)}px`;
  }, [text]);

  const write = (event: InputEvent & { readonly currentTarget: HTMLTextAreaElement }) => {
    seat.text.value = event.currentTarget.value;
    props.onWrite(event.currentTarget.value);
  };
  const press = (event: KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement }) => {
    if (props.takesKey(event.key)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const paste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void takeFiles(seat, files, sentAs(files));
  };
  return (
    <textarea
      ref={field}
      rows={1}
      value={text}
      placeholder={placeholder}
      aria-label={label}
      aria-controls={menuId}
      aria-activedescendant={activeOption}
      onInput={write}
      onKeyDown={press}
      onPaste={paste}
      onBlur={() => props.onLeave()}
    />
  );
}
