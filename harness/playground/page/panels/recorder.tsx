import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { lookAtRecording, recording } from "../state/recording.ts";
import { ask, problemOf } from "../state/server.ts";
import { Following } from "./following.tsx";
import type { Panel } from "./panel.ts";

export const recorderPanel: Panel = {
  id: "recorder",
  label: () => (recording.value.phase === "recording" ? "● Recording" : "Record"),
  icon: "record",
  title: "Recorder",
  Content: Recorder,
};

const says = {
  none: "What you do is written down as a scenario.",
  recording: "Recording: talk to the bot, press its buttons, kill it.",
  ending: "The bot is still at work…",
  ended: "Recorded. Save it, copy it, or record anew.",
} as const;

/** What is done becomes a scenario. */
function Recorder() {
  const { phase, source } = recording.value;
  const title = useRef<HTMLInputElement>(null);
  const told = useSignal<{ readonly phase: typeof phase; readonly what: string } | undefined>(undefined);
  const isOn = phase === "recording";
  const isNothing = phase === "none" || phase === "ending";

  const copy = async () => {
    await navigator.clipboard.writeText(source);
    told.value = { phase, what: "Copied." };
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await ask("recording/save", { title: title.current?.value ?? "" });
    await lookAtRecording();
    const { path } = answer.value;
    told.value = { phase: recording.value.phase, what: answer.ok ? `Saved as ${String(path)}.` : problemOf(answer) };
    if (title.current && answer.ok) title.current.value = "";
    else title.current?.focus();
  };
  return (
    <>
      <form class="panel-form" onSubmit={(event) => void save(event)}>
        <button
          type="button"
          class={`button ${isOn ? "danger" : "primary"}`}
          disabled={phase === "ending"}
          onClick={() => void ask(`recording/${isOn ? "stop" : "start"}`)}
        >
          {isOn ? "■ Stop" : "● Record"}
        </button>
        <button type="button" class="button" disabled={isNothing} onClick={() => void copy()}>
          Copy
        </button>
        <span class="grows" role="status">
          {told.value?.phase === phase ? told.value.what : says[phase]}
        </span>
        <label class="grows">
          Title <input ref={title} maxLength={120} autocomplete="off" required />
        </label>
        <button type="submit" class="button" disabled={isNothing}>
          Save
        </button>
      </form>
      <Following label="The scenario so far" class="mono" of={source}>
        <pre>{source}</pre>
      </Following>
    </>
  );
}
