import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { Replayed } from "../../recording.ts";
import { lookAtRecording, recording } from "../state/recording.ts";
import { type Answer, ask, problemOf } from "../state/server.ts";
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
  ended: "Recorded. Edit it, replay it, save it, or record anew.",
} as const;

/** What is done becomes a scenario. */
function Recorder() {
  const { phase, source, canReplay } = recording.value;
  const title = useRef<HTMLInputElement>(null);
  const told = useSignal<{ readonly phase: typeof phase; readonly what: string } | undefined>(undefined);
  /** What somebody has made of the source; undefined: nothing. */
  const edited = useSignal<{ readonly of: string; readonly text: string } | undefined>(undefined);
  const isAtWork = useSignal(false);
  const isOn = phase === "recording";
  const isNothing = phase === "none" || phase === "ending";
  const text = edited.value?.of === source ? edited.value.text : source;
  const given = text === source ? {} : { source: text };

  const tell = (what: string) => {
    told.value = { phase: recording.value.phase, what };
  };
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    tell("Copied.");
  };
  const replay = async () => {
    tell("Replaying on another process of the bot…");
    isAtWork.value = true;
    const answer = await ask("recording/replay", given);
    isAtWork.value = false;
    await lookAtRecording();
    tell(answer.ok ? outcomeOf(answer) : problemOf(answer));
  };
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    const answer = await ask("recording/save", { title: title.current?.value ?? "", ...given });
    await lookAtRecording();
    tell(answer.ok ? `Saved as ${String(answer.value.path)}.` : problemOf(answer));
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
        {canReplay && (
          <button type="button" class="button" disabled={isNothing || isAtWork.value} onClick={() => void replay()}>
            Replay
          </button>
        )}
        <span class="grows told" role="status">
          {told.value?.phase === phase ? told.value.what : says[phase]}
        </span>
        <label class="grows">
          Title <input ref={title} maxLength={120} autocomplete="off" required />
        </label>
        <button type="submit" class="button" disabled={isNothing}>
          Save
        </button>
      </form>
      {phase === "ended" ? (
        <textarea
          class="panel-scroll source mono"
          aria-label="The scenario, to be edited"
          spellcheck={false}
          value={text}
          onInput={({ currentTarget }) => {
            edited.value = { of: source, text: currentTarget.value };
          }}
        />
      ) : (
        <Following label="The scenario so far" class="mono" of={source}>
          <pre>{source}</pre>
        </Following>
      )}
    </>
  );
}

function outcomeOf({ value }: Answer): string {
  const { passed, line, report } = value as unknown as Replayed;
  if (passed) return "✔ The replay passed.";
  return `✘ The replay failed${line === undefined ? "" : ` at line ${line}`}.\n${report ?? ""}`;
}
