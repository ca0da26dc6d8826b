import { effect, signal } from "@preact/signals";
import type { RecordingState } from "../../recording.ts";
import { recordings } from "./live.ts";
import { read } from "./server.ts";

/** What is being recorded, as it is now. */
export const recording = signal<RecordingState>({ phase: "none", source: "", canReplay: false });

let timer: ReturnType<typeof setTimeout> | undefined;

/** Many things done at once are looked at once, in ms. */
const soonMs = 100;

export async function lookAtRecording(): Promise<void> {
  clearTimeout(timer);
  recording.value = await read<RecordingState>("recording").catch(() => recording.value);
}

effect(() => {
  if (recordings.value === 0) return;
  clearTimeout(timer);
  timer = setTimeout(() => void lookAtRecording(), soonMs);
});
