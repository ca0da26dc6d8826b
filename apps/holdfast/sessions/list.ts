import { Command } from "commander";
import { openSessions, type Reading } from "#core";
import { withBackend } from "../with-backend.ts";
import { Table } from "./table.ts";

/** `holdfast sessions list`: every stored session in a line, as it is found, so that it takes no more memory for more. */
export function listCommand(): Command {
  return new Command("list")
    .description("show every stored session, damaged ones included")
    .option("--json", "as JSON Lines: one object a line")
    .action(({ json }: { json?: boolean }) =>
      withBackend(async (backend) => {
        const table = new Table(COLUMNS);
        let count = 0;
        for await (const [userId, reading] of openSessions(backend).entries()) {
          if (json) console.log(JSON.stringify(asRecord(userId, reading)));
          else table.print(asRow(userId, reading));
          count += 1;
        }
        if (count === 0 && !json) console.log("No sessions are stored.");
      }),
    );
}

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
