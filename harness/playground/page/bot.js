import { order } from "./server.js";

const pill = document.querySelector(".bot");
const name = document.querySelector("#bot-name");
const phaseText = document.querySelector("#bot-phase");
const trouble = document.querySelector(".trouble");
const button = Object.fromEntries(
  [...document.querySelectorAll("[data-action]")].map((element) => [element.dataset.action, element]),
);

for (const [action, element] of Object.entries(button)) {
  element.addEventListener("click", () => order(`bot/${action}`));
}

/** Shows how the bot is, and which of its buttons make sense. */
export function showBot({ username, phase, waiting, trouble: what }) {
  pill.dataset.phase = phase;
  name.textContent = `@${username}`;
  const queue = phase === "running" || waiting === 0 ? "" : ` · ${waiting} waiting`;
  phaseText.textContent = phase + queue;
  button.restart.disabled = phase !== "running";
  button.kill.disabled = phase === "stopped";
  button.stop.hidden = phase === "stopped";
  button.stop.disabled = phase === "stopping";
  button.start.hidden = phase !== "stopped";
  trouble.textContent = what ?? "";
  trouble.hidden = !what;
}

/** Whether the playground itself is there. It tells the rest when it comes back. */
export function showConnection(isThere) {
  if (isThere) return;
  pill.dataset.phase = "connecting";
  phaseText.textContent = "playground is away";
}
