import { spawn } from "node:child_process";
import { once } from "node:events";
import { type Undoable, undoable } from "./undo.ts";

/** Each says "locked" when it is, and lets go when its input ends, which happens at the latest when we end. */
const programs = {
  sqlite: (file: string) => [
    process.execPath,
    "--no-warnings",
    "--eval",
    `const { DatabaseSync } = require("node:sqlite");
     const database = new DatabaseSync(process.argv[1], { timeout: 5000 });
     database.exec("BEGIN EXCLUSIVE");
     console.log("locked");
     process.stdin.resume();`,
    file,
  ],
  flock: (file: string) => ["flock", "--exclusive", "--timeout", "5", file, "--command", "echo locked; cat"],
} as const satisfies Record<string, (file: string) => readonly string[]>;

/** `sqlite`: as another program's open transaction does. `flock`: as lock files are held. */
export type LockKind = keyof typeof programs;

/**
 * Another process takes the lock of a file and keeps it, as a tool does that somebody forgot.
 * @throws if it does not get it.
 */
export async function lockFile(file: string, kind: LockKind = "sqlite"): Promise<Undoable> {
  const [program = "", ...args] = programs[kind](file);
  const child = spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const ended = once(child, "close");
  await Promise.race([
    once(child.stdout, "data"),
    ended.then(() => {
      throw new Error(`${file} could not be locked. ${said}`.trim());
    }),
  ]);
  return undoable(async () => {
    child.kill("SIGKILL");
    // What a shell of its own has left behind ends with its input.
    child.stdin.end();
    await ended;
  });
}
