/**
 * A program that tests start as a process of its own: `node store-child.js JOB ADDRESS [...]`.
 * It says one line and ends, or stays until it is killed.
 */
import { type Backend, CodedError, openSessions, silentLog } from "#core";
import { backendFromAddress } from "../index.ts";

const UNPRIVILEGED = 65_534;

const jobs: Record<string, (backend: Backend, ...args: string[]) => Promise<void>> = {
  /** Counts a turn of a user, `times` over, and says aloud how often it has. */
  async count(backend, userId = "", times = "") {
    const sessions = openSessions(backend);
    for (let done = 1; done <= Number(times); done++) {
      await sessions.update(Number(userId), (session) => session.countTurn());
      console.log(done);
    }
  },

  /** Becomes the owner and stays. */
  async own(backend) {
    const owner = await backend.own((reason) => console.log(`lost: ${reason}`));
    console.log(owner ? "owner" : "not the owner");
    setInterval(() => {}, 60_000);
  },

  /** Writes a kilobyte under one key after the other and counts aloud, until it can't. */
  async fill(backend, prefix = "") {
    for (let written = 0; ; written++) {
      await backend.compareAndSet(`${prefix}${written}`, undefined, "x".repeat(1_000));
      console.log(written + 1);
    }
  },

  /** Makes a backup, says how that ended, and goes on writing. */
  async backup(backend, file = "") {
    await backend.backup({ file }).then(
      () => console.log("backed up"),
      (error: unknown) => console.log(inWords(error)),
    );
    await backend.compareAndSet("after", undefined, "written");
    console.log("went on");
  },

  /** Opens it without the rights of root, whom no mode keeps out. */
  async open() {
    console.log("open");
  },
};

const [, , job = "", address = "", ...args] = process.argv;
const backend = backendFromAddress(address);
try {
  if (job === "open" && process.getuid?.() === 0) process.setuid?.(UNPRIVILEGED);
  await backend.open(silentLog);
  await jobs[job]?.(backend, ...args);
  if (job !== "own") await backend.close();
} catch (error) {
  console.log(inWords(error));
  await backend.close();
}

function inWords(error: unknown): string {
  return error instanceof CodedError ? `${error.code}: ${error.message}` : String(error);
}
