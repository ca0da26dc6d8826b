import { AskingForm } from "../people/asking-form.tsx";
import { openDialog } from "../state/dialog.ts";
import type { Seat } from "../state/seat.ts";
import { problemOf } from "../state/server.ts";
import { type SentAs, sendFiles } from "./send-files.ts";

const accepted: Readonly<Record<SentAs, string>> = {
  media: "image/*,video/*",
  audio: "audio/*",
  voice: "audio/*",
  document: "",
};

/** Lets a person choose files, and say something about them. A voice message goes at once. */
export function chooseFiles(seat: Seat, as: SentAs): void {
  const chooser = document.createElement("input");
  chooser.type = "file";
  chooser.accept = accepted[as];
  chooser.multiple = as !== "voice";
  chooser.addEventListener("change", () => void takeFiles(seat, [...(chooser.files ?? [])], as));
  chooser.click();
}

/** Files that a person has chosen, dropped or pasted. */
export async function takeFiles(seat: Seat, files: readonly File[], as: SentAs): Promise<void> {
  if (files.length === 0) return;
  if (as !== "voice") {
    openDialog.value = { title: "Send files", content: () => <Files seat={seat} files={files} as={as} /> };
    return;
  }
  const answer = await sendFiles(seat, files, as);
  if (!answer.ok) seat.say(`Not sent. ${problemOf(answer)}`);
}

interface Props {
  readonly seat: Seat;
  readonly files: readonly File[];
  readonly as: SentAs;
}

function Files({ seat, files, as }: Props) {
  return (
    <AskingForm does="Send" submit={(fields) => sendFiles(seat, files, as, String(fields.get("caption")).trim())}>
      <ul class="file-names">
        {files.map(({ name }) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
      <label>
        Caption
        <input name="caption" maxLength={1024} autocomplete="off" />
      </label>
    </AskingForm>
  );
}

/** What is pasted or dropped: pictures and films are shown, all else is kept as it is. */
export const sentAs = (files: readonly File[]): SentAs =>
  files.every(({ type }) => /^(image|video)\//.test(type)) ? "media" : "document";
