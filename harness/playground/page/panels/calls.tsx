import { useSignal } from "@preact/signals";
import type { ShownCall } from "../../panels/shown-calls.ts";
import { calls } from "../state/live.ts";
import { CallEntry } from "./call-entry.tsx";
import { ChatChoice } from "./chat-choice.tsx";
import type { Panel } from "./panel.ts";
import { Scrolled } from "./scrolled.tsx";
import { useLatest } from "./use-latest.ts";

export const callsPanel: Panel = {
  id: "calls",
  label: "Calls",
  icon: "calls",
  title: "Calls of the Bot API",
  Content: Calls,
};

/** What the bot has called, newest first, as far as one wants to see it. */
function Calls() {
  const method = useSignal("");
  const chat = useSignal("");
  const outcome = useSignal("");
  const text = useSignal("");
  const wanted = Object.entries({ method, chat, outcome, text }).flatMap(([name, { value }]) => {
    return value.trim() === "" ? [] : [[name, value.trim()]];
  });
  const found = useLatest<readonly ShownCall[]>(`panels/calls?${new URLSearchParams(wanted)}`, calls.value).value;
  return (
    <>
      <search class="panel-form">
        <label>
          Method{" "}
          <input
            type="search"
            size={10}
            placeholder="any"
            value={method.value}
            onInput={({ currentTarget }) => {
              method.value = currentTarget.value;
            }}
          />
        </label>
        <ChatChoice
          value={chat.value}
          onChoose={(id) => {
            chat.value = id;
          }}
        />
        <label>
          Outcome{" "}
          <select
            value={outcome.value}
            onChange={({ currentTarget }) => {
              outcome.value = currentTarget.value;
            }}
          >
            <option value="">any</option>
            <option value="ok">ok</option>
            <option value="refused">refused</option>
          </select>
        </label>
        <label>
          Text{" "}
          <input
            type="search"
            size={10}
            value={text.value}
            onInput={({ currentTarget }) => {
              text.value = currentTarget.value;
            }}
          />
        </label>
      </search>
      <Scrolled label="The latest calls, newest first" class="mono">
        {found?.map((call) => (
          <CallEntry key={call.number} call={call} />
        ))}
        {found?.length === 0 && <p class="nothing">{wanted.length > 0 ? "No such call." : "No call yet."}</p>}
      </Scrolled>
    </>
  );
}
