import { AskingForm } from "../people/asking-form.tsx";
import { openDialog } from "../state/dialog.ts";
import type { Seat } from "../state/seat.ts";
import { ask } from "../state/server.ts";

/** Asks where a person says that they are. */
export function askForLocation(seat: Seat): void {
  openDialog.value = { title: "Send a location", content: () => <LocationFields seat={seat} /> };
}

function LocationFields({ seat }: { readonly seat: Seat }) {
  const submit = (fields: FormData) => {
    const location = { latitude: Number(fields.get("latitude")), longitude: Number(fields.get("longitude")) };
    return ask(`telegram/users/${seat.person}/messages`, { location, ...seat.in });
  };
  return (
    <AskingForm does="Send" submit={submit}>
      <label>
        Latitude
        <input name="latitude" type="number" step="any" min="-90" max="90" defaultValue="60.1699" required />
      </label>
      <label>
        Longitude
        <input name="longitude" type="number" step="any" min="-180" max="180" defaultValue="24.9384" required />
      </label>
    </AskingForm>
  );
}
