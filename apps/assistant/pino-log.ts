import pino from "pino";
import { CodedError, type Log, type LogFields } from "#core";
import type { LogLevel } from "./config.ts";

/** Writes one line of JSON per event to stdout. Whatever slips into a line, the secrets do not leave the process. */
export function pinoLog(level: LogLevel, secrets: readonly (string | undefined)[]): Log {
  const hidden = secrets.filter((secret) => secret !== undefined);
  const stdout = pino.destination({ sync: true });
  const hide = (line: string) => hidden.reduce((text, secret) => text.replaceAll(secret, "[secret]"), line);
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line) => stdout.write(hide(line)) },
  );
  const write = (severity: "debug" | "info" | "warn" | "error") => (event: string, fields?: LogFields) =>
    logger[severity](plain(fields), event);
  return { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };
}

/** Errors as fields a person can read: what happened, code and hint, and the causes below; the stack of the first cause. */
function plain(fields: LogFields = {}): object {
  const { error, ...others } = fields;
  if (!(error instanceof Error)) return fields;
  const causes: string[] = [];
  let root: Error = error;
  while (root.cause instanceof Error) {
    root = root.cause;
    causes.push(`${root.name}: ${root.message}`);
  }
  const coded = error instanceof CodedError ? { code: error.code, hint: error.hint } : {};
  const foreseen = error instanceof CodedError && causes.length === 0;
  return { ...coded, ...others, error: error.message, causes, stack: foreseen ? undefined : root.stack };
}
