import { callsPanel } from "./calls.tsx";
import { logPanel } from "./log.tsx";
import type { Panel } from "./panel.ts";
import { recorderPanel } from "./recorder.tsx";

/** In the order of their buttons. */
export const panels: readonly Panel[] = [logPanel, callsPanel, recorderPanel];
