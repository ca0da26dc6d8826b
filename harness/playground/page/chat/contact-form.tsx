import { AskingForm } from "../people/asking-form.tsx";
import { openDialog } from "../state/dialog.ts";
import { people } from "../state/live.ts";
import type { Seat } from "../state/seat.ts";
import { ask } from "../state/server.ts";

/** Asks whose number a person sends; their own is filled in. */
export function askForContact(seat: Seat): void {
  openDialog.value = { title: "Send a contact", content: () => <ContactFields seat={seat} /> };
}

function ContactFields({ seat }: { readonly seat: Seat }) {
  const name = people.value.find(({ id }) => id === seat.person)?.firstName;
  const submit = (fields: FormData) => {
    const contact = { first_name: String(fields.get("name")), phone_number: String(fields.get("number")) };
    return ask(`telegram/users/${seat.person}/messages`, { contact, ...seat.in });
  };
  return (
    <AskingForm does="Send" submit={submit}>
      <label>
        Name
        <input name="name" defaultValue={name} required autocomplete="off" />
      </label>
      <label>
        Phone number
        <input name="number" type="tel" defaultValue={`+999${seat.person}`} required autocomplete="off" />
      </label>
    </AskingForm>
  );
}
