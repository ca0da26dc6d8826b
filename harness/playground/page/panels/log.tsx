import { log } from "../state/live.ts";
import { timeOfDay } from "../time-of-day.ts";
import { Following } from "./following.tsx";
import type { Panel } from "./panel.ts";

export const logPanel: Panel = { id: "log", label: "Log", icon: "log", title: "What the bot writes", Content: Log };

function Log() {
  return (
    <Following label="Lines of the log" class="mono" of={log.value}>
      {log.value.map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </Following>
  );
}

/** Structured lines, as JSON loggers write them, are shown as time, level, event and fields; others as they are. */
function Line({ line }: { readonly line: string }) {
  const parsed = parse(line);
  if (typeof parsed?.msg !== "string") return <p>{line}</p>;
  const { time, level, msg, ...fields } = parsed;
  return (
    <p data-level={level}>
      {time !== undefined && <time>{timeOfDay(new Date(time as string | number).getTime(), { precise: true })}</time>}
      {` ${String(level ?? "")} `}
      <b>{msg as string}</b>
      <span>
        {Object.entries(fields)
          .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
          .join("")}
      </span>
    </p>
  );
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
