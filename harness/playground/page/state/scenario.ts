import { effect, signal } from "@preact/signals";
import type { PlayedState } from "../../panels/played-scenario.ts";
import { scenarioEnds } from "./live.ts";
import { read } from "./server.ts";
import { openPanel } from "./view.ts";

/** The scenario that is played on this page's stage, if one is. */
export const scenario = signal<PlayedState | undefined>(undefined);

effect(() => {
  if (scenarioEnds.value > 0) void look();
});

/** Whoever opens the page has come to see it: its panel is open from the beginning. */
async function look(): Promise<void> {
  const isFirst = scenario.value === undefined;
  scenario.value = (await read<PlayedState | null>("panels/scenario").catch(() => undefined)) ?? scenario.value;
  if (isFirst && scenario.value) openPanel.value ??= "scenario";
}
