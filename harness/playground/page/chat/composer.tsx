import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../icon-button.tsx";
import type { Seat } from "../state/seat.ts";
import { AboutBar, stopWritingAbout } from "./about-bar.tsx";
import { openAttachMenu } from "./attach-menu.ts";
import { CommandMenu, commandsLike, prefixIn } from "./command-menu.tsx";
import { editLatest, editText } from "./edit-text.ts";
import { InlineResults } from "./inline-results.tsx";
import { keyboardOf } from "./keyboard-of.ts";
import { KeyboardToggle } from "./keyboard-toggle.tsx";
import { ReplyKeyboard } from "./reply-keyboard.tsx";
import { sendText } from "./send-text.ts";
import { WritingField } from "./writing-field.tsx";

/** Where a person writes: the field, the command menu, and the keyboard that the bot may put in place. */
export function Composer({ seat, name }: { readonly seat: Seat; readonly name: string }) {
  const field = useRef<HTMLTextAreaElement>(null);
  /** undefined: the list of commands is closed. */
  const prefix = useSignal<string | undefined>(undefined);
  const chosen = useSignal(0);
  const menu = seat.chat.shown.value.menus[seat.person] ?? [];
  const offered = prefix.value === undefined ? [] : commandsLike(menu, prefix.value);
  const menuId = `menu-${seat.person}-${seat.chat.id}`;
  const placeholder = keyboardOf(seat)?.input_field_placeholder ?? "Message";

  // Whoever chose to reply or to change something goes on writing.
  const about = seat.replying.value ?? seat.editing.value;
  useEffect(() => {
    if (about) field.current?.focus();
  }, [about]);

  const openMenu = (wanted: string | undefined) => {
    prefix.value = wanted;
    chosen.value = 0;
  };
  const send = async () => {
    const text = seat.text.value;
    if (text.trim() === "") return;
    seat.text.value = "";
    openMenu(undefined);
    const editing = seat.editing.value;
    const left = editing ? await editText(seat, editing, text) : await sendText(seat, text);
    seat.text.value ||= left;
  };
  const take = (command: string) => {
    openMenu(undefined);
    if (seat.text.value.startsWith("/")) seat.text.value = "";
    void sendText(seat, `/${command}`);
    field.current?.focus();
  };
  /** @returns whether the key was meant for the open list. */
  const takesKey = (key: string) => {
    const option = offered[chosen.value];
    if (!option) return takesKeyAlone(key);
    if (key === "ArrowDown") chosen.value = (chosen.value + 1) % offered.length;
    else if (key === "ArrowUp") chosen.value = (chosen.value + offered.length - 1) % offered.length;
    else if (key === "Escape") openMenu(undefined);
    else if (key === "Enter" || key === "Tab") take(option.command);
    else return false;
    return true;
  };
  /** While the list is closed. @returns whether the key meant something else than writing. */
  const takesKeyAlone = (key: string) => {
    if (key === "Escape" && (seat.replying.value || seat.editing.value)) stopWritingAbout(seat);
    else if (key === "ArrowUp" && seat.text.value === "") editLatest(seat);
    else return false;
    return true;
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void send();
  };
  return (
    <footer class="composer">
      <CommandMenu id={menuId} commands={offered} chosen={chosen.value} onTake={take} />
      <InlineResults seat={seat} />
      <AboutBar seat={seat} />
      <form class="writing" onSubmit={submit}>
        {menu.length > 0 && (
          <button
            type="button"
            class="icon-button slash"
            aria-label="Commands"
            title="Commands"
            aria-expanded={offered.length > 0}
            aria-controls={menuId}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => {
              openMenu(prefix.value === undefined ? "" : undefined);
              field.current?.focus();
            }}
          >
            /
          </button>
        )}
        <WritingField
          field={field}
          seat={seat}
          label={`Message from ${name}`}
          placeholder={placeholder}
          menuId={menuId}
          activeOption={offered[chosen.value] && `${menuId}-${offered[chosen.value]?.command}`}
          onWrite={(text) => openMenu(prefixIn(text))}
          onLeave={() => openMenu(undefined)}
          takesKey={takesKey}
        />
        <KeyboardToggle seat={seat} />
        {seat.chat.shown.value.kind !== "channel" && (
          <IconButton
            icon="paperclip"
            label="Attach"
            aria-haspopup="menu"
            onClick={({ currentTarget }) => openAttachMenu(seat, currentTarget)}
          />
        )}
        <IconButton icon="send" label="Send" type="submit" class="send" />
      </form>
      <ReplyKeyboard seat={seat} />
    </footer>
  );
}
