import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { closeDialog } from "../state/dialog.ts";
import { type Answer, problemOf } from "../state/server.ts";

interface Props {
  /** What is on the button. */
  readonly does: string;
  readonly children: ComponentChildren;
  /** Has it done; what is wrong with it is shown, and otherwise the dialog closes. */
  submit(fields: FormData): Promise<Answer>;
}

/** The form in a dialog. */
export function AskingForm({ does, children, submit }: Props) {
  const problem = useSignal("");
  const send = async (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }) => {
    event.preventDefault();
    const answer = await submit(new FormData(event.currentTarget));
    if (answer.ok) closeDialog();
    else problem.value = problemOf(answer);
  };
  return (
    <form class="asking" onSubmit={(event) => void send(event)}>
      {children}
      {problem.value !== "" && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <p class="asking-buttons">
        <button type="button" class="button" onClick={closeDialog}>
          Cancel
        </button>
        <button type="submit" class="button primary">
          {does}
        </button>
      </p>
    </form>
  );
}
