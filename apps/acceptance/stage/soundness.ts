import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { BotStore } from "./bot-store.ts";
import type { Column } from "./column.ts";

/** @throws if anything in the store is not as it should be. @returns what was checked. */
export async function soundness({ store, column }: { store: BotStore; column: Column }): Promise<string> {
  // First, for opening the store might mend it.
  const integrity = column.store === "sqlite" ? `PRAGMA integrity_check: ${integrityOf(store)}; ` : "";
  const readings = [...(await store.readings())];
  for (const [userId, { state }] of readings) assert.equal(state, "found", `the session of ${userId} is ${state}`);
  return `${integrity}${readings.length} of ${readings.length} envelopes decode`;
}

function integrityOf({ file }: BotStore): string {
  using database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("PRAGMA integrity_check").all();
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [{ integrity_check: "ok" }],
  );
  return "ok";
}
