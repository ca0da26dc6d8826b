import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Backend, CodedError, type Log, SetupInvalid, silentLog } from "#core";
import { backendFromAddress, memoryBackend } from "#stores";
import { loadEnvFile, readConfig } from "../assistant/config.ts";

export interface StoreChoice {
  /** Which store. Default: the configured one, `SESSION_STORE`. */
  readonly address?: string;
  /**
   * What to do where no store is. Default: `refuse`, because an empty one would say that all is well. `pretend` takes it
   * for an empty one and makes nothing.
   */
  readonly absent?: "refuse" | "create" | "pretend";
  /** Told what its opening finds. Default: complaints, on stderr. */
  readonly log?: Log;
}

/** Opens a store for a command, beside a bot that may be running on it, and closes it. */
export async function withBackend<T>(task: (backend: Backend) => Promise<T>, choice: StoreChoice = {}): Promise<T> {
  loadEnvFile();
  const { store, durability, backups } = readConfig(process.env);
  const { address = store, absent = "refuse", log = complaints } = choice;
  const file = /^sqlite:(.*)$/s.exec(address)?.[1];
  const isAbsent = file !== undefined && !existsSync(file);
  if (isAbsent && absent === "refuse") {
    throw new SetupInvalid(
      `There is no store at ${resolve(file)}.`,
      "Is SESSION_STORE right, and this the bot's directory?",
    );
  }
  if (address === "memory:") {
    throw new SetupInvalid(
      "A store in memory ends with its process, so there is nothing to look after.",
      "Name the store in SESSION_STORE.",
    );
  }
  const backend =
    isAbsent && absent === "pretend" ? memoryBackend() : backendFromAddress(address, { durability, backups });
  try {
    await backend.open(log);
    return await task(backend);
  } finally {
    await backend.close();
  }
}

/**
 * As {@link withBackend}, for what must not happen beside a bot: holds the owner's lock, so that no bot begins either.
 *
 * @throws {StoreOwned} while a bot owns the store, or when the lock is lost on the way.
 */
export function withOwnedBackend<T>(task: (backend: Backend) => Promise<T>, choice?: StoreChoice): Promise<T> {
  return withBackend(async (backend) => {
    const { promise: loss, reject } = Promise.withResolvers<never>();
    const ownership = await backend.own((reason) => reject(new StoreOwned(backend, `was lost: ${reason}`)));
    if (!ownership) throw new StoreOwned(backend, "is held by a bot that is running");
    try {
      // When the lock is lost the store is closed under the task, whose next call then fails.
      return await Promise.race([task(backend), loss]);
    } finally {
      await ownership.release();
    }
  }, choice);
}

/** Something else works on the store, so that this command must not. */
class StoreOwned extends CodedError {
  readonly code = "STORE_OWNED";
  readonly hint = "Stop the bot, run this again, then start it.";
  /** @param reason completes "The lock on … ". */
  constructor({ name, place }: Backend, reason: string) {
    super(`The lock on the ${name} store at ${place} ${reason}.`);
  }
}

/** A command prints its result; of the store's opening only what went wrong is worth a line. */
export const complaints: Log = { ...silentLog, error: (event, fields) => console.error(event, fields ?? "") };
