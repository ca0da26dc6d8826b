import { ask, read } from "./server.js";

const [record, state, title, save, copy, source] = ["", "-state", "-title", "-save", "-copy", "-source"].map((part) =>
  document.querySelector(`#record${part}`),
);
const opener = document.querySelector("[data-drawer=recorder]");
let soon;
let phase = "none";

const says = {
  none: "What you do is written down as a scenario.",
  recording: "Recording: talk to the bot, press its buttons, kill it.",
  ending: "The bot is still at work…",
  ended: "Recorded. Save it, copy it, or record anew.",
};

/** The drawer in which what is done becomes a scenario. */
export function installRecorder() {
  // What scrolls must be within reach of the keyboard.
  source.tabIndex = 0;
  record.addEventListener("click", () => ask(`recording/${phase === "recording" ? "stop" : "start"}`));
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.textContent);
    state.textContent = "Copied.";
  });
  save.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { path, problem } = await ask("recording/save", { title: title.value });
    clearTimeout(soon);
    await look();
    state.textContent = path ? `Saved as ${path}.` : (problem ?? "Not saved: the playground is away.");
    if (path) title.value = "";
    else title.focus();
  });
  void look();
}

/** What is recorded has changed. */
export function refreshRecorder() {
  clearTimeout(soon);
  soon = setTimeout(look, 100);
}

async function look() {
  const recording = await read("recording").catch(() => undefined);
  if (!recording) return;
  const follows = source.scrollHeight - source.scrollTop - source.clientHeight < 40;
  if (source.textContent !== recording.source) source.textContent = recording.source;
  if (follows) source.scrollTop = source.scrollHeight;
  if (phase !== recording.phase) state.textContent = says[recording.phase];
  ({ phase } = recording);
  const isOn = phase === "recording";
  record.textContent = isOn ? "■ Stop" : "● Record";
  record.className = isOn ? "danger" : "primary";
  record.disabled = phase === "ending";
  save.disabled = copy.disabled = phase === "none" || phase === "ending";
  opener.textContent = isOn ? "● Recording" : "Record";
}
