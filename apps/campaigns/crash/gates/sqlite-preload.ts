/**
 * Loaded into the bot's process before the bot, by `node --import`: stands between it and node:sqlite. At SIGUSR2 it
 * reads from a file at which step the process is to stand still, and says so when it does; the kill comes from outside.
 * Nothing else of the process runs then, and no word goes out that was not out before.
 */
import { readFileSync, writeSync } from "node:fs";
import { StatementSync } from "node:sqlite";
import { StepWatch, type StoreTrap } from "./step-watch.ts";
import { sqliteCall } from "./store-call.ts";

const trapFile = new URL(import.meta.url).searchParams.get("trap") ?? "";
let trap: StoreTrap | undefined;
let watch: StepWatch | undefined;
/** Whether the transaction that is open holds the step: it is made by COMMIT. */
let isInTransaction = false;

process.on("SIGUSR2", () => {
  trap = JSON.parse(readFileSync(trapFile, "utf8")) as StoreTrap;
  watch = new StepWatch(trap.userId);
  say("set");
});

for (const name of ["run", "all"] as const) {
  const original = StatementSync.prototype[name] as (...values: unknown[]) => unknown;
  Object.defineProperty(StatementSync.prototype, name, {
    value(this: StatementSync, ...values: unknown[]) {
      return trap ? watched(this.sourceSQL, values, () => original.apply(this, values)) : original.apply(this, values);
    },
  });
}

function watched(sql: string, values: unknown[], statement: () => unknown): unknown {
  const call = sqliteCall(sql, values);
  if (call && watch?.stepOf(call) === trap?.step) {
    if (call.what === "read") return around(statement);
    isInTransaction = true;
  }
  if (sql === "COMMIT" && isInTransaction) return around(statement);
  if (sql === "ROLLBACK") isInTransaction = false;
  return statement();
}

function around(step: () => unknown): unknown {
  if (trap?.at === "before") standStill();
  const result = step();
  standStill();
  return result;
}

function standStill(): void {
  say("held");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function say(what: "set" | "held"): void {
  writeSync(2, `trap ${trap?.number} ${what}\n`);
}
