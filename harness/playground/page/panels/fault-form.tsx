import { useSignal } from "@preact/signals";
import { ask, problemOf } from "../state/server.ts";
import { ChatChoice } from "./chat-choice.tsx";
import { type FaultKind, faultKinds, measures } from "./fault-kinds.ts";

const methods = [
  "*",
  "sendMessage",
  "editMessageText",
  "answerCallbackQuery",
  "sendPhoto",
  "getFile",
  "getUpdates",
  "webhook",
];

/** Adds a fault. */
export function FaultForm() {
  const kind = useSignal<FaultKind>(faultKinds[0] as FaultKind);
  const amount = useSignal(kind.value.amount?.usual ?? 0);
  const method = useSignal("sendMessage");
  const chat = useSignal("");
  const measure = useSignal<keyof typeof measures>("times");
  const count = useSignal<number>(measures.times.usual);
  const told = useSignal("");

  const turnTo = (id: string) => {
    const chosen = faultKinds.find((one) => one.id === id);
    if (!chosen) return;
    kind.value = chosen;
    amount.value = chosen.amount?.usual ?? 0;
  };
  const add = async (event: SubmitEvent) => {
    event.preventDefault();
    const fault = {
      method: kind.value.method ?? method.value,
      ...(chat.value && { chat: Number(chat.value) }),
      ...measures[measure.value].fields(count.value),
      answer: kind.value.answer(amount.value),
    };
    const answer = await ask("panels/faults", fault);
    told.value = answer.ok ? "Added: it waits for its calls." : problemOf(answer);
  };
  return (
    <form class="panel-form" onSubmit={(event) => void add(event)}>
      <label class="wide">
        What happens{" "}
        <select value={kind.value.id} onChange={({ currentTarget }) => turnTo(currentTarget.value)}>
          {faultKinds.map(({ id, words }) => (
            <option key={id} value={id}>
              {words}
            </option>
          ))}
        </select>
      </label>
      {kind.value.amount && (
        <label>
          {kind.value.amount.label}{" "}
          <input
            type="number"
            min={0}
            max={86_400_000}
            required
            value={amount.value}
            onInput={({ currentTarget }) => {
              amount.value = currentTarget.valueAsNumber;
            }}
          />
        </label>
      )}
      <label>
        Method{" "}
        <input
          list="fault-methods"
          size={14}
          required
          value={kind.value.method ?? method.value}
          disabled={kind.value.method !== undefined}
          onInput={({ currentTarget }) => {
            method.value = currentTarget.value;
          }}
        />
        <datalist id="fault-methods">
          {methods.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <ChatChoice
        value={chat.value}
        onChoose={(id) => {
          chat.value = id;
        }}
      />
      <label class="wide">
        How often{" "}
        <select
          value={measure.value}
          onChange={({ currentTarget }) => {
            measure.value = currentTarget.value as keyof typeof measures;
            count.value = measures[measure.value].usual;
          }}
        >
          {Object.entries(measures).map(([name, { words }]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
        <input
          type="number"
          aria-label="How many"
          min={1}
          max={measure.value === "chance" ? 100 : 100_000}
          required
          value={count.value}
          onInput={({ currentTarget }) => {
            count.value = currentTarget.valueAsNumber;
          }}
        />
      </label>
      <span class="grows" role="status">
        {told.value}
      </span>
      <button type="submit" class="button primary">
        Add fault
      </button>
    </form>
  );
}
