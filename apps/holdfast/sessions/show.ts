import { Command } from "commander";
import { type Backend, openSessions, type Reading, SetupInvalid } from "#core";
import { withBackend } from "../with-backend.ts";
import { portrait } from "./portrait.ts";

interface Options {
  readonly json?: boolean;
  readonly raw?: boolean;
}

/** `holdfast sessions show`: one session as it is stored, or what was set aside. */
export function showCommand(): Command {
  return new Command("show")
    .argument("<user>", "a user id, or a key that `list --quarantined` shows")
    .description("show the session of one user, or damaged bytes that were set aside")
    .option("--json", "as JSON, the whole record as it is stored")
    .option("--raw", "the stored bytes and nothing else, damaged or not")
    .addHelpText("after", "\nExits 1 when there is no session, or it can't be read.")
    .action((user: string, options: Options) =>
      withBackend(async (backend) => {
        if (user.startsWith("quarantine:")) await showQuarantined(backend, user);
        else await showSession(backend, userIdOf(user), options);
      }),
    );
}

async function showSession(backend: Backend, userId: number, { json, raw }: Options): Promise<void> {
  const reading = await openSessions(backend).inspect(userId);
  if (raw && reading.state !== "absent") process.stdout.write((await backend.read(`session:${userId}`)) ?? "");
  else if (json) console.log(JSON.stringify(asRecord(userId, reading), undefined, 2));
  else if (reading.state === "found") console.log(await portrait(backend, reading));
  else console.error(trouble(userId, reading));
  if (reading.state !== "found") process.exitCode = 1;
}

async function showQuarantined(backend: Backend, key: string): Promise<void> {
  const raw = await backend.read(key);
  if (raw !== undefined) {
    console.log(raw);
    return;
  }
  console.error(`Nothing was set aside under ${key}. \`holdfast sessions list --quarantined\` shows what was.`);
  process.exitCode = 1;
}

function asRecord(userId: number, reading: Reading): object {
  if (reading.state === "found") return { userId, state: reading.state, bytes: reading.bytes, stored: reading.stored };
  if (reading.state === "unavailable") return { userId, state: reading.state, reason: reading.error.message };
  return { userId, ...reading };
}

function trouble(userId: number, reading: Exclude<Reading, { state: "found" }>): string {
  switch (reading.state) {
    case "absent":
      return `User ${userId} has no session. \`holdfast sessions list\` shows who has.`;
    case "corrupt":
      return (
        `The session of user ${userId} is damaged: ${reading.reason}. ` +
        "It is set aside when the user next writes; --raw shows its bytes."
      );
    case "unavailable":
      return `The session of user ${userId} can't be read. ${inWords(reading.error)}`;
  }
}

const inWords = (error: Error) => ("hint" in error ? `${error.message} ${error.hint}` : error.message);

/** @throws {SetupInvalid} */
function userIdOf(text: string): number {
  if (/^[1-9]\d{0,15}$/.test(text)) return Number(text);
  throw new SetupInvalid(`"${text}" is no user id.`, "Telegram's are numbers, such as 111111111.");
}
