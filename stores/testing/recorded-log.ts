import type { Log, LogFields } from "#core";

/** A log that remembers its lines, to be asked what was said. */
export class RecordedLog implements Log {
  readonly lines: { readonly level: string; readonly event: string; readonly fields: LogFields }[] = [];

  debug = (event: string, fields?: LogFields) => this.#note("debug", event, fields);
  info = (event: string, fields?: LogFields) => this.#note("info", event, fields);
  warn = (event: string, fields?: LogFields) => this.#note("warn", event, fields);
  error = (event: string, fields?: LogFields) => this.#note("error", event, fields);

  at(level: string) {
    return this.lines.filter((line) => line.level === level);
  }

  #note(level: string, event: string, fields: LogFields = {}): void {
    this.lines.push({ level, event, fields });
  }
}
