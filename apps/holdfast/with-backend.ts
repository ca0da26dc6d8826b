import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Backend, type Log, SetupInvalid, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import { loadEnvFile, readConfig } from "../assistant/config.ts";

/** Opens the configured store for a command, beside a bot that may be running on it, and closes it. */
export async function withBackend<T>(task: (backend: Backend) => Promise<T>): Promise<T> {
  loadEnvFile();
  const { store, durability } = readConfig(process.env);
  const file = /^sqlite:(.*)$/s.exec(store)?.[1];
  // To look must not create: an empty store would say that all is well.
  if (file && !existsSync(file)) {
    throw new SetupInvalid(
      `There is no store at ${resolve(file)}.`,
      "Is SESSION_STORE right, and this the bot's directory?",
    );
  }
  const backend = backendFromAddress(store, { durability });
  try {
    await backend.open(complaints);
    return await task(backend);
  } finally {
    await backend.close();
  }
}

/** A command prints its result; of the store's opening only what went wrong is worth a line. */
const complaints: Log = { ...silentLog, error: (event, fields) => console.error(event, fields ?? "") };
