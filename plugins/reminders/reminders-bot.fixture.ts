import { createBot } from "#core";
import { sqliteBackend } from "#stores";
import { RemindersPlugin } from "./index.ts";

/** A bot with reminders, as a process to be killed. */
const { TELEGRAM_TOKEN: token = "", TELEGRAM_API_ROOT: apiRoot, PORT, FILE = "", CLOCK_AHEAD = "0" } = process.env;
const backend = sqliteBackend({ file: FILE });

if (process.env.NOTES_NOTHING) {
  const compareAndSet = backend.compareAndSet.bind(backend);
  // The moment between sending and noting, for ever.
  backend.compareAndSet = (key, expected, next, marks) =>
    next?.includes('"sentAt"') ? new Promise(() => {}) : compareAndSet(key, expected, next, marks);
}

const clock = { now: () => Date.now() + Number(CLOCK_AHEAD) };
await createBot({ token, apiRoot, port: Number(PORT), backend, clock, plugins: [RemindersPlugin] }).run();
