import { useSignal } from "@preact/signals";
import { clockMoves } from "../state/live.ts";
import { ask, problemOf } from "../state/server.ts";
import type { Panel } from "./panel.ts";
import { Scrolled } from "./scrolled.tsx";
import { useLatest } from "./use-latest.ts";

export const clockPanel: Panel = {
  id: "clock",
  label: "Clock",
  icon: "clock",
  title: "The server's clock",
  Content: Clock,
};

const units = { s: 1_000, min: 60_000, h: 3_600_000, days: 86_400_000 } as const;
const steps = [
  ["+ 1 min", units.min],
  ["+ 1 h", units.h],
  ["+ 1 day", units.days],
] as const;

/** Telegram's own time, which can be moved forward: what falls due on the way happens at once. */
function Clock() {
  const clock = useLatest<{ readonly now: number; readonly aheadMs: number }>("panels/clock", clockMoves.value).value;
  const amount = useSignal(10);
  const unit = useSignal<keyof typeof units>("min");
  const told = useSignal("");
  const advance = async (advance: number) => {
    const answer = await ask("panels/clock", { advance });
    told.value = answer.ok ? "Moved forward." : problemOf(answer);
  };
  return (
    <Scrolled label="Time at Telegram">
      <p class="clock-face">
        <time>{clock && new Date(clock.now).toLocaleString([], { dateStyle: "medium", timeStyle: "medium" })}</time>
      </p>
      <p class="nothing">
        {clock && (clock.aheadMs === 0 ? "As on this machine." : `${spanOf(clock.aheadMs)} ahead.`)}
      </p>
      <div class="buttons">
        {steps.map(([label, ms]) => (
          <button key={label} type="button" class="button" onClick={() => void advance(ms)}>
            {label}
          </button>
        ))}
      </div>
      <form
        class="buttons"
        onSubmit={(event) => {
          event.preventDefault();
          void advance(amount.value * units[unit.value]);
        }}
      >
        <label>
          By{" "}
          <input
            type="number"
            min={1}
            max={100_000}
            required
            value={amount.value}
            onInput={({ currentTarget }) => {
              amount.value = currentTarget.valueAsNumber;
            }}
          />
        </label>
        <select
          aria-label="Unit"
          value={unit.value}
          onChange={({ currentTarget }) => {
            unit.value = currentTarget.value as keyof typeof units;
          }}
        >
          {Object.keys(units).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
        <button type="submit" class="button primary">
          Advance
        </button>
      </form>
      <p role="status">{told.value}</p>
      <p class="nothing">
        Webhooks are tried again, updates and buttons expire, floods are over when this clock says so. The bot's own
        clock is another one.
      </p>
    </Scrolled>
  );
}

/** Such as `1 day 2 h 3 min`. What fell due on the way took its moment, by which it is not ahead. */
function spanOf(exactMs: number): string {
  const ms = Math.round(exactMs / units.s) * units.s;
  const parts = [
    [Math.floor(ms / units.days), "day"],
    [Math.floor(ms / units.h) % 24, "h"],
    [Math.floor(ms / units.min) % 60, "min"],
    [Math.floor(ms / units.s) % 60, "s"],
  ] as const;
  const said = parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}${unit === "day" && count > 1 ? "s" : ""}`);
  return said.join(" ");
}
