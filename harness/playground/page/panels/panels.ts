import { botPanel } from "./bot.tsx";
import { callsPanel } from "./calls.tsx";
import { clockPanel } from "./clock.tsx";
import { faultsPanel } from "./faults.tsx";
import { logPanel } from "./log.tsx";
import type { Panel } from "./panel.ts";
import { recorderPanel } from "./recorder.tsx";
import { scenarioPanel } from "./scenario.tsx";
import { waitingPanel } from "./waiting.tsx";

/** In the order of their buttons. */
export const panels: readonly Panel[] = [
  scenarioPanel,
  botPanel,
  logPanel,
  callsPanel,
  waitingPanel,
  faultsPanel,
  clockPanel,
  recorderPanel,
];
