import { timeOfDay } from "../time-of-day.ts";

/** Structured lines, as JSON loggers write them, are shown as time, level, event and fields; others as they are. */
export function LogLine({ line }: { readonly line: string }) {
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
