import { faults } from "../state/live.ts";
import { ask } from "../state/server.ts";
import { chatName } from "./chat-name.ts";
import { FaultForm } from "./fault-form.tsx";
import type { Panel } from "./panel.ts";
import { Scrolled } from "./scrolled.tsx";
import { useLatest } from "./use-latest.ts";

export const faultsPanel: Panel = { id: "faults", label: "Faults", icon: "fault", title: "Faults", Content: Faults };

/** As the server lists them. */
interface ListedFault {
  readonly number: number;
  readonly method: string;
  readonly chat?: number;
  readonly answer: string | { readonly status: number; readonly description: string } | { readonly delayMs: number };
  readonly met: number;
  /** null: no limit. */
  readonly left: number | null;
}

/** Troubles that wait for the bot's calls, and those that are over. */
function Faults() {
  const found =
    useLatest<{ readonly faults: readonly ListedFault[] }>("panels/faults", faults.value).value?.faults ?? [];
  const isAny = found.some(({ left }) => left !== 0);
  return (
    <>
      <FaultForm />
      <Scrolled label="The faults, newest first">
        <ul class="rows">
          {found.toReversed().map((fault) => (
            <Row key={fault.number} fault={fault} />
          ))}
        </ul>
        {found.length === 0 && <p class="nothing">No fault yet: Telegram is well.</p>}
        {isAny && (
          <button type="button" class="button" onClick={() => void ask("panels/faults", {}, "DELETE")}>
            Lift all
          </button>
        )}
      </Scrolled>
    </>
  );
}

function Row({ fault: { number, method, chat, answer, met, left } }: { readonly fault: ListedFault }) {
  const isOver = left === 0;
  const name = `${method === "*" ? "any method" : method}${chat === undefined ? "" : ` in ${chatName(chat)}`}`;
  return (
    <li data-over={isOver}>
      <span class="grows">
        <b>{name}</b> {inWords(answer)}
        <small>
          {" "}
          met {met} {met === 1 ? "call" : "calls"}, {isOver ? "over" : left === null ? "goes on" : `${left} to come`}
        </small>
      </span>
      {!isOver && (
        <button
          type="button"
          class="button"
          aria-label={`Lift ${name}`}
          onClick={() => void ask(`panels/faults/${number}`, {}, "DELETE")}
        >
          Lift
        </button>
      )}
    </li>
  );
}

function inWords(answer: ListedFault["answer"]): string {
  if (typeof answer === "string") return answer;
  return "delayMs" in answer ? `slow by ${answer.delayMs} ms` : `${answer.status} ${answer.description}`;
}
