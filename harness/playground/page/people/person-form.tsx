import type { ShownPerson } from "../../shown.ts";
import { openDialog } from "../state/dialog.ts";
import { ask } from "../state/server.ts";
import { AskingForm } from "./asking-form.tsx";

/** Asks who comes. */
export function askForPerson(): void {
  openDialog.value = { title: "New person", content: () => <NewPerson /> };
}

/** Asks for a person's other names. */
export function askForNames(person: ShownPerson): void {
  openDialog.value = { title: `Names of ${person.name}`, content: () => <OtherNames person={person} /> };
}

function NewPerson() {
  const submit = (fields: FormData) => {
    const { firstName, ...others } = wordsIn(fields);
    const told = Object.entries(others).filter(([, value]) => value !== "");
    return ask("telegram/users", { firstName, ...Object.fromEntries(told) });
  };
  return (
    <AskingForm does="Add" submit={submit}>
      <Names />
      <label>
        Language
        <input name="languageCode" placeholder="en" maxLength={12} />
      </label>
    </AskingForm>
  );
}

function OtherNames({ person }: { readonly person: ShownPerson }) {
  const submit = (fields: FormData) => ask(`telegram/users/${person.id}`, wordsIn(fields), "PATCH");
  return (
    <AskingForm does="Save" submit={submit}>
      <Names of={person} />
    </AskingForm>
  );
}

function Names({ of }: { readonly of?: ShownPerson }) {
  return (
    <>
      <label>
        First name
        <input name="firstName" defaultValue={of?.firstName} required maxLength={64} autocomplete="off" />
      </label>
      <label>
        Last name
        <input name="lastName" defaultValue={of?.lastName} maxLength={64} autocomplete="off" />
      </label>
      <label>
        Username
        <input name="username" defaultValue={of?.username} maxLength={32} pattern="\w*" autocomplete="off" />
      </label>
    </>
  );
}

const wordsIn = (fields: FormData): Record<string, string> =>
  Object.fromEntries([...fields].map(([name, value]) => [name, String(value).trim()]));
