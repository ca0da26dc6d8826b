import { openDialog } from "../state/dialog.ts";
import { bot } from "../state/live.ts";
import type { Seat } from "../state/seat.ts";
import { ask } from "../state/server.ts";
import { AskingForm } from "./asking-form.tsx";

/** Asks with which payload a person comes by a link to the bot. */
export function askForDeepLink(seat: Seat): void {
  openDialog.value = { title: "Come by a link", content: () => <DeepLink seat={seat} /> };
}

function DeepLink({ seat }: { readonly seat: Seat }) {
  const submit = (fields: FormData) =>
    ask(`telegram/users/${seat.person}/messages`, { text: `/start ${String(fields.get("payload"))}` });
  return (
    <AskingForm does="Start" submit={submit}>
      <label>
        t.me/{bot.value.username}?start=
        <input name="payload" required pattern="[\w\-]{1,64}" title="1 to 64 of A-Z a-z 0-9 _ -" autocomplete="off" />
      </label>
    </AskingForm>
  );
}
