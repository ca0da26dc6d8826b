import type { ShownCall } from "../../panels/shown-calls.ts";
import { Json } from "../json.tsx";
import { timeOfDay } from "../time-of-day.ts";

/** A call on one line; opened, the whole of it. */
export function CallEntry({ call: { at, method, arguments: given, answer } }: { readonly call: ShownCall }) {
  const outcome = answer ? (answer.ok ? "✓" : `✗ ${String(answer.said)}`) : "…";
  return (
    <details data-ok={answer?.ok ?? true}>
      <summary>
        <time>{timeOfDay(at, { precise: true })}</time> <b>{method}</b> {outcome} <span>{JSON.stringify(given)}</span>
      </summary>
      <h3>Request</h3>
      <Json text={JSON.stringify(given, undefined, 2)} />
      <h3>Answer</h3>
      <Json text={answer ? JSON.stringify(answer.said, undefined, 2) : "It is still at work."} />
    </details>
  );
}
