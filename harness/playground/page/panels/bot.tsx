import type { Usage } from "../../../bots/usage-meter.ts";
import type { ShownCall } from "../../panels/shown-calls.ts";
import { bot, calls, log } from "../state/live.ts";
import { openPanel } from "../state/view.ts";
import { timeOfDay } from "../time-of-day.ts";
import { CallEntry } from "./call-entry.tsx";
import { LogLine } from "./log-line.tsx";
import type { Panel } from "./panel.ts";
import { Scrolled } from "./scrolled.tsx";
import { useLatest } from "./use-latest.ts";

export const botPanel: Panel = { id: "bot", label: "Bot", icon: "bot", title: "The bot at a glance", Content: Bot };

/** Whether it is up, what it takes, what waits for it, what it said and did last. */
function Bot() {
  const { username, phase, pid, startedAt, waiting, restarts } = bot.value;
  const usage = useLatest<Partial<Usage>>("panels/usage", pid ?? 0).value ?? {};
  const latest = useLatest<readonly ShownCall[]>("panels/calls?limit=5", calls.value).value ?? [];
  const lines = log.value.slice(-6);
  return (
    <Scrolled label="The bot">
      <dl class="facts">
        <dt>@{username}</dt>
        <dd data-phase={phase}>
          {phase}
          {startedAt !== undefined && ` since ${timeOfDay(startedAt, { precise: true })}`}
        </dd>
        {pid !== undefined && (
          <>
            <dt>Process</dt>
            <dd>
              {pid}
              {restarts > 0 && `, restarted ${restarts}×`}
            </dd>
          </>
        )}
        {usage.rssBytes !== undefined && (
          <>
            <dt>Memory</dt>
            <dd>
              {mb(usage.rssBytes)} MB, {mb(usage.peakRssBytes ?? usage.rssBytes)} at most
            </dd>
            <dt>CPU</dt>
            <dd>{usage.cpuSeconds?.toFixed(1)} s</dd>
          </>
        )}
        <dt>Waiting</dt>
        <dd>
          {waiting === 0 ? "nothing" : `${waiting} ${waiting === 1 ? "update" : "updates"}`} <More panel="waiting" />
        </dd>
      </dl>
      <h3>
        It wrote <More panel="log" />
      </h3>
      <div class="mono">
        {lines.map((line, index) => (
          <LogLine key={index} line={line} />
        ))}
        {lines.length === 0 && <p class="nothing">Nothing yet.</p>}
      </div>
      <h3>
        It called <More panel="calls" />
      </h3>
      <div class="mono">
        {latest.map((call) => (
          <CallEntry key={call.number} call={call} />
        ))}
        {latest.length === 0 && <p class="nothing">Nothing yet.</p>}
      </div>
    </Scrolled>
  );
}

function More({ panel }: { readonly panel: string }) {
  const open = () => {
    openPanel.value = panel;
  };
  return (
    <button type="button" class="link" aria-label={`All of it: ${panel}`} onClick={open}>
      all
    </button>
  );
}

const mb = (bytes: number) => Math.round(bytes / 1_000_000);
