import { Command } from "commander";
import { type Backend, listQuarantined, openSessions, type Reading } from "#core";
import { print } from "../print.ts";
import { withBackend } from "../with-backend.ts";
import { Table } from "./table.ts";

/** `holdfast sessions list`: every stored session in a line, as it is found, so that it takes no more memory for more. */
export function listCommand(): Command {
  return new Command("list")
    .description("show every stored session, damaged ones included")
    .option("--json", "as JSON Lines: one object a line")
    .option("--quarantined", "instead, what was set aside because it was damaged")
    .action(({ json, quarantined }: { json?: boolean; quarantined?: boolean }) =>
      withBackend(async (backend) => {
        if (quarantined) return listAside(backend, json);
        const table = new Table(COLUMNS);
        let count = 0;
        for await (const [userId, reading] of openSessions(backend).entries()) {
          if (json) await print(JSON.stringify(asRecord(userId, reading)));
          else await table.print(asRow(userId, reading));
          count += 1;
        }
        if (count === 0 && !json) console.log("No sessions are stored.");
        return undefined;
      }),
    );
}

async function listAside(backend: Backend, json: boolean | undefined): Promise<void> {
  const table = new Table(ASIDE_COLUMNS);
  let count = 0;
  for await (const { key, owner, raw } of listQuarantined(backend)) {
    const bytes = Buffer.byteLength(raw);
    if (json) await print(JSON.stringify({ key, owner, bytes }));
    else await table.print([key, owner, bytes]);
    count += 1;
  }
  if (count === 0 && !json) console.log("Nothing was set aside.");
}

const ASIDE_COLUMNS = [
  { title: "KEY", width: 36 },
  { title: "OF", width: 16 },
  { title: "BYTES", width: 6, align: "right" },
] as const;

const COLUMNS = [
  { title: "USER", width: 12 },
  { title: "SESSION", width: 26 },
  { title: "TURNS", width: 5, align: "right" },
  { title: "UNFINISHED", width: 10, align: "right" },
  { title: "LAST ACTIVE", width: 24 },
  { title: "BYTES", width: 6, align: "right" },
] as const;

function asRecord(userId: number, reading: Reading) {
  if (reading.state === "corrupt") return { userId, state: reading.state, reason: reading.reason };
  if (reading.state === "unavailable") return { userId, state: reading.state, reason: reading.error.message };
  if (reading.state === "absent") return { userId, state: reading.state };
  const { session, bytes } = reading;
  return {
    userId,
    state: reading.state,
    sessionId: session.id ?? null,
    turnCount: session.turnCount,
    unfinishedTurns: session.turns.length,
    lastActive: session.lastActive ?? null,
    bytes,
  };
}

function asRow(userId: number, reading: Reading): readonly (string | number)[] {
  if (reading.state === "corrupt") return [userId, `damaged: ${reading.reason}`];
  if (reading.state === "unavailable") return [userId, `unreadable: ${reading.error.message}`];
  if (reading.state === "absent") return [userId, "absent"];
  const { session, bytes } = reading;
  return [userId, session.id ?? "-", session.turnCount, session.turns.length, session.lastActive ?? "never", bytes];
}
