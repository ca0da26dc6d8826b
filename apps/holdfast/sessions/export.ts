import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command } from "commander";
import { exportSessions, SetupInvalid } from "#core";
import { type Progress, withProgress } from "../progress.ts";
import { withBackend } from "../with-backend.ts";

/** `holdfast sessions export`: all sessions as JSON Lines, beside a bot that may be running. */
export function exportCommand(): Command {
  return new Command("export")
    .argument("[file]", "where to, readable by you alone; - is standard output", "-")
    .description("write all sessions as JSON Lines, with what their unfinished turns ask")
    .addHelpText("after", HELP)
    .action((file: string) =>
      withBackend(async (backend) => {
        let count = -2; // the header and the end
        const leftOut: string[] = [];
        const exported = exportSessions(backend, (userId, reason) => leftOut.push(`left out ${userId}: ${reason}`));
        await withProgress({ title: "Exporting sessions" }, (progress) =>
          write(
            file,
            counted(exported, progress, () => count++),
          ),
        );
        for (const line of leftOut) console.error(line);
        const broken = leftOut.length > 0 ? `; ${leftOut.length} could not be read and were left out` : "";
        console.error(`${count} ${count === 1 ? "session" : "sessions"} exported${broken}.`);
        if (broken) process.exitCode = 1;
      }),
    );
}

const HELP = `
Sessions only: what plugins keep beside them and updates that wait are not in it; \`backup\` has everything.
Exits 1 if a session could not be read, and so is missing from the file.`;

async function* counted(lines: AsyncIterable<string>, progress: Progress, count: () => void) {
  for await (const line of lines) {
    count();
    progress.advance();
    yield `${line}\n`;
  }
}

/** A file gets its name when it is complete, so that a torn one is never taken for an export. */
async function write(file: string, lines: AsyncIterable<string>): Promise<void> {
  if (file === "-") {
    await pipeline(Readable.from(lines), process.stdout, { end: false }).catch(unlessClosed);
    return;
  }
  const partial = `${file}.${process.pid}.partial`;
  try {
    await pipeline(Readable.from(lines), createWriteStream(partial, { mode: 0o600, flags: "wx", flush: true }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw writable(error, file);
  }
}

/** Whoever reads has heard enough, as `head` does. */
function unlessClosed(error: unknown): void {
  if (codeOf(error) !== "EPIPE") throw error;
}

function writable(error: unknown, file: string): unknown {
  const reason = { ENOENT: "its directory does not exist", EACCES: "permission denied", EISDIR: "it is a directory" };
  const known = Object.entries(reason).find(([code]) => code === codeOf(error));
  if (!known) return error;
  return new SetupInvalid(`The sessions can't be written to ${file}: ${known[1]}.`, "Choose another place.", error);
}

const codeOf = (error: unknown) => (error instanceof Error && "code" in error ? error.code : undefined);
