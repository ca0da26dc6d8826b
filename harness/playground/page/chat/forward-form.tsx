import type { Message } from "@grammyjs/types";
import { AskingForm } from "../people/asking-form.tsx";
import { openDialog } from "../state/dialog.ts";
import { chatsOf } from "../state/live.ts";
import type { Seat } from "../state/seat.ts";
import { ask } from "../state/server.ts";

/** Asks into which of a person's chats a message goes. */
export function askWhereTo(seat: Seat, message: Message): void {
  openDialog.value = { title: "Forward", content: () => <Forward seat={seat} message={message} /> };
}

function Forward({ seat, message }: { readonly seat: Seat; readonly message: Message }) {
  const submit = (fields: FormData) => {
    const to = Number(fields.get("to"));
    const path = `telegram/users/${seat.person}/messages/${message.message_id}/forward`;
    return ask(path, { ...seat.in, ...(to !== seat.person && { to }) });
  };
  return (
    <AskingForm does="Forward" submit={submit}>
      <label>
        To
        <select name="to">
          {chatsOf(seat.person).map(({ id, shown }) => (
            <option key={id} value={id}>
              {shown.value.title}
            </option>
          ))}
        </select>
      </label>
    </AskingForm>
  );
}
