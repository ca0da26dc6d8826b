import type { Log, LogFields } from "#core";

/** Keeps the lines, so that a test can read them. */
export class RecordedLog implements Log {
  readonly lines: { level: string; event: string; fields: LogFields | undefined }[] = [];

  debug = (event: string, fields?: LogFields) => void this.lines.push({ level: "debug", event, fields });
  info = (event: string, fields?: LogFields) => void this.lines.push({ level: "info", event, fields });
  warn = (event: string, fields?: LogFields) => void this.lines.push({ level: "warn", event, fields });
  error = (event: string, fields?: LogFields) => void this.lines.push({ level: "error", event, fields });

  of(event: string) {
    return this.lines.filter((line) => line.event === event);
  }
}
