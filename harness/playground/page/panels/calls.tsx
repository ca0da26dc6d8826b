import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Json } from "../json.tsx";
import { calls } from "../state/live.ts";
import { read } from "../state/server.ts";
import { timeOfDay } from "../time-of-day.ts";
import { Following } from "./following.tsx";
import type { Panel } from "./panel.ts";

export const callsPanel: Panel = {
  id: "calls",
  label: "Calls",
  icon: "calls",
  title: "Calls of the Bot API",
  Content: Calls,
};

interface Call {
  readonly at: number;
  readonly method: string;
  readonly arguments: unknown;
  readonly answer?: { readonly ok: boolean; readonly said: unknown };
}

/** Many calls at once are looked at once, in ms. */
const soonMs = 150;

function Calls() {
  const latest = useSignal<readonly Call[]>([]);
  const called = calls.value;
  useEffect(() => {
    const look = async () => {
      latest.value = await read<readonly Call[]>("calls").catch(() => latest.value);
    };
    const timer = setTimeout(look, latest.value.length > 0 ? soonMs : 0);
    return () => clearTimeout(timer);
  }, [called]);
  return (
    <Following label="The latest calls" class="mono" of={latest.value}>
      {latest.value.map((call, index) => (
        <Entry key={`${call.at} ${call.method} ${index}`} call={call} />
      ))}
    </Following>
  );
}

function Entry({ call: { at, method, arguments: given, answer } }: { readonly call: Call }) {
  const outcome = answer ? (answer.ok ? "✓" : `✗ ${String(answer.said)}`) : "…";
  return (
    <details data-ok={answer?.ok ?? true}>
      <summary>
        <time>{timeOfDay(at, { precise: true })}</time> <b>{method}</b> {outcome} <span>{JSON.stringify(given)}</span>
      </summary>
      <Json text={JSON.stringify({ arguments: given, answer: answer?.said }, undefined, 2)} />
    </details>
  );
}
