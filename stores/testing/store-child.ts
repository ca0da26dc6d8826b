/**
 * A program that tests start as a process of its own: `node store-child.js JOB ADDRESS [...]`.
 * It says one line and ends, or stays until it is killed.
 */
import { type Backend, CodedError, silentLog } from "#core";
import { backendFromAddress } from "../index.ts";

const UNPRIVILEGED = 65_534;

const jobs: Record<string, (backend: Backend, ...args: string[]) => Promise<void>> = {
  /** Adds one to a number under `key`, `times` over. */
  async increment(backend, key = "", times = "") {
    for (let done = 0; done < Number(times); ) {
      const value = await backend.read(key);
      if (await backend.compareAndSet(key, value, String(Number(value ?? "0") + 1))) done++;
    }
    console.log("done");
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
