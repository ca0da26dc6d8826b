import { clock, make } from "./make.js";
import { read } from "./server.js";

const log = document.querySelector("#log");
const calls = document.querySelector("#calls");
const mostLines = 400;
let unfinished = "";
let soon;

/** The drawers below the chats; one is open at a time. */
export function installDrawers() {
  const buttons = [...document.querySelectorAll("[data-drawer]")];
  // What scrolls must be within reach of the keyboard.
  for (const drawer of [log, calls]) drawer.tabIndex = 0;
  for (const button of buttons) {
    button.addEventListener("click", () => {
      for (const other of buttons) {
        const drawer = document.getElementById(other.dataset.drawer);
        drawer.hidden = other !== button || !drawer.hidden;
        other.setAttribute("aria-expanded", String(!drawer.hidden));
      }
      log.scrollTop = log.scrollHeight;
      void lookAtCalls();
    });
  }
}

export function resetLog(text) {
  log.replaceChildren();
  unfinished = "";
  addToLog(text && `${text}\n`);
}

export function addToLog(text) {
  const lines = (unfinished + text).split("\n");
  unfinished = lines.pop();
  const follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  log.append(...lines.filter((line) => line !== "").map(logLine));
  while (log.childElementCount > mostLines) log.firstElementChild.remove();
  if (follows) log.scrollTop = log.scrollHeight;
}

/** Structured lines, as JSON loggers write them, are shown as time, level, event and fields; others as they are. */
function logLine(line) {
  const parsed = parse(line);
  if (typeof parsed?.msg !== "string") return make("p", {}, line);
  const { time, level, msg, ...fields } = parsed;
  const rest = Object.entries(fields).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  const when = make("time", {}, time ? clock(time, true) : "");
  return make("p", { "data-level": level }, when, ` ${level ?? ""} `, make("b", {}, msg), make("span", {}, ...rest));
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The bot has called: the list follows, if somebody looks. */
export function refreshCalls() {
  clearTimeout(soon);
  soon = setTimeout(lookAtCalls, 150);
}

async function lookAtCalls() {
  if (calls.hidden) return;
  const latest = await read("calls").catch(() => []);
  const known = new Map([...calls.children].map((element) => [element.dataset.key, element]));
  const follows = calls.scrollHeight - calls.scrollTop - calls.clientHeight < 40 || known.size === 0;
  calls.replaceChildren(
    ...latest.map((call, index) => {
      const key = `${call.at} ${call.method} ${JSON.stringify(call.arguments)} ${Boolean(call.answer)}`;
      return known.get(key) ?? callEntry(call, key, index);
    }),
  );
  if (follows) calls.scrollTop = calls.scrollHeight;
}

function callEntry({ at, method, arguments: given, answer }, key) {
  const outcome = answer ? (answer.ok ? "✓" : `✗ ${answer.said}`) : "…";
  const summary = make("summary", {}, make("time", {}, clock(at, true)), " ", make("b", {}, method), ` ${outcome} `);
  summary.append(make("span", {}, JSON.stringify(given)));
  const details = JSON.stringify({ arguments: given, answer: answer?.said }, undefined, 2);
  return make("details", { "data-key": key, "data-ok": answer?.ok ?? true }, summary, make("pre", {}, details));
}
