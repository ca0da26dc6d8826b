import { log } from "../state/live.ts";
import { Following } from "./following.tsx";
import { LogLine } from "./log-line.tsx";
import type { Panel } from "./panel.ts";

export const logPanel: Panel = { id: "log", label: "Log", icon: "log", title: "What the bot writes", Content: Log };

function Log() {
  return (
    <Following label="Lines of the log" class="mono" of={log.value}>
      {log.value.map((line, index) => (
        <LogLine key={index} line={line} />
      ))}
    </Following>
  );
}
