import { html, raw } from "hono/html";
import type { ChatLine, ChatTranscript, TranscribedCall } from "#harness";
import { style } from "./html-style.ts";
import type { Played, Report } from "./report.ts";

const MARKS: Readonly<Record<Played["state"], string>> = { passed: "✔", failed: "✘", skipped: "–" };

/** The report as one page that needs nothing else: failures first and open, then the rest, to be unfolded. */
export function htmlPage({ title, played, checklist, summary, at }: Report): string {
  const inOrder = (["failed", "passed", "skipped"] as const).flatMap((state) =>
    played.filter((one) => one.state === state),
  );
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${summary} ${new Date(at).toISOString().replace("T", " ").slice(0, 16)} UTC</p>
</header>
<main>
${inOrder.map(scenario)}
<details class="run"><summary><h2>The checklist</h2></summary><pre>${checklist}</pre></details>
</main>
</body>
</html>
`;
  return String(page);
}

function scenario({ title, column, state, reason, open, evidence, ms, transcript }: Played) {
  return html`<details class="run ${state}"${state === "failed" ? raw(" open") : ""}>
<summary><span class="mark">${MARKS[state]}</span> <h2>${title}</h2> <span class="how">${column} · ${(ms / 1000).toFixed(1)} s</span></summary>
${reason ? html`<pre class="reason">${reason}</pre>` : ""}
${open ? html`<p>To see it in the playground:</p><pre class="open">${open}</pre>` : ""}
${evidence.length > 0 ? html`<ul class="evidence">${evidence.map((text) => html`<li>${text}</li>`)}</ul>` : ""}
${
  transcript
    ? html`<div class="sides">
<section><h3>What people saw</h3>${transcript.chats.map(chat)}${more(transcript.otherChats, "chats")}</section>
<section><h3>The calls</h3>${transcript.calls.length > 0 ? html`<ol class="calls">${transcript.calls.map(call)}</ol>` : html`<p>None.</p>`}</section>
</div>
${transcript.logs
  .filter(({ lines }) => lines.length > 0)
  .map(
    ({ bot, lines }) =>
      html`<details><summary>The last lines of ${bot}</summary><pre>${lines.join("\n")}</pre></details>`,
  )}`
    : ""
}
</details>
`;
}

function chat({ title, people, lines, earlier }: ChatTranscript) {
  return html`<article><h4>${people.join(", ") || "Nobody"} · ${title}</h4>${more(earlier, "earlier")}
<ol class="chat">${lines.map(line)}</ol></article>`;
}

function line({ at, by, byBot, kind, messageId, text, buttons }: ChatLine) {
  const about = messageId === undefined ? "" : ` ${messageId}`;
  const remark = kind === "message" ? about : `${about} ${REMARKS[kind]}`;
  return html`<li class="${kind} ${byBot ? "bot" : "person"}"><small>${by}${remark} · ${clock(at)}</small>
<div class="text">${text}</div>${buttons.map(
    (row) => html`<div class="row">${row.map((button) => html`<span>${button}</span>`)}</div>`,
  )}</li>`;
}

const REMARKS: Readonly<Record<Exclude<ChatLine["kind"], "message">, string>> = {
  edit: "edited",
  delete: "deleted",
  poll: "votes",
  action: "is doing",
  reaction: "reacts",
  draft: "drafts",
};

function call({ at, bot, method, arguments: given, answer }: TranscribedCall) {
  // Every bot that polls is doing so at the end.
  const pending = method.toLowerCase() === "getupdates" ? "waiting" : "unanswered";
  const outcome = answer ? (answer.ok ? "ok" : "refused") : pending;
  return html`<li><details><summary class="${outcome}"><code>${method}</code> ${outcome} <small>${bot} · ${clock(at)}</small></summary>
<pre>${json(given)}
→ ${answer ? json(answer.said) : "no answer yet"}</pre></details></li>`;
}

const more = (count: number, what: string) => (count > 0 ? html`<p>… and ${count} ${what}</p>` : "");

const clock = (at: number) => new Date(at).toISOString().slice(11, 23);

const LONGEST = 2_000;

function json(value: unknown): string {
  const text = JSON.stringify(value, null, 1) ?? "nothing";
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
