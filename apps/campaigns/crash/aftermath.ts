import { copyFile, mkdtempDisposable } from "node:fs/promises";
import { join } from "node:path";
import { listAside, type SessionView } from "#core";
import { BotStore } from "../../acceptance/stage/bot-store.ts";
import type { Column } from "../../acceptance/stage/column.ts";
import { soundness } from "../../acceptance/stage/soundness.ts";

/** What a killed bot has left in its store. */
export interface Aftermath {
  readonly sessions: ReadonlyMap<number, SessionLeft>;
  /** Updates the inbox holds as not done with: their position by their id. */
  readonly unfinished: ReadonlyMap<number, Unfinished>;
  /** Those of the updates asked for that the inbox holds, done with or not. */
  readonly held: ReadonlySet<number>;
  /** How many updates were set aside. */
  readonly aside: number;
}

export interface SessionLeft {
  readonly turnCount: number;
  /** Positions of updates that were committed and that the inbox may not know as done with. */
  readonly seen: readonly string[];
  readonly turns: readonly { readonly prompt: string | undefined; readonly state: string }[];
}

export interface Unfinished {
  readonly position: string;
  readonly userId: number | undefined;
}

/**
 * Looks at the store while the bot is dead, without doing anything to it: the next bot must find what a crash leaves,
 * and to open a SQLite file is to tidy it up. So that is done to a copy.
 * @throws if the store is not sound.
 */
export async function aftermath(store: BotStore, column: Column, updateIds: readonly number[]): Promise<Aftermath> {
  if (column.store !== "sqlite") return look(store, column, updateIds);
  await using directory = await mkdtempDisposable(join(store.directory, "..", "copy-"));
  const copy = new BotStore(`sqlite:${join(directory.path, "bot_data.sqlite")}`, directory.path);
  for (const suffix of ["", "-wal"]) await copyFile(store.file + suffix, copy.file + suffix);
  return look(copy, column, updateIds);
}

async function look(store: BotStore, column: Column, updateIds: readonly number[]): Promise<Aftermath> {
  await soundness({ store, column });
  return store.open(async (sessions, backend) => {
    const left = new Map<number, SessionLeft>();
    for await (const [userId, reading] of sessions.entries()) {
      if (reading.state !== "found") throw new Error(`The session of ${userId} is ${reading.state}.`);
      const { seen } = reading.stored as { seen: readonly string[] };
      const turns = await Promise.all(
        reading.session.turns.map(async ({ id, state }: SessionView["turns"][number]) => ({
          prompt: await backend.read(`prompt:${id}`),
          state,
        })),
      );
      left.set(userId, { turnCount: reading.session.turnCount, seen, turns });
    }
    const entries = await backend.log.unfinished(100_000);
    const held = await backend.log.held(updateIds.map(String));
    return {
      sessions: left,
      unfinished: new Map(
        entries.map(({ id, position, payload }) => [Number(id), { position, userId: senderIn(payload) }]),
      ),
      held: new Set(held.map(Number)),
      aside: (await listAside(backend)).length,
    };
  });
}

/** Who sent the message; presses of buttons are none. */
function senderIn(payload: string): number | undefined {
  return (JSON.parse(payload) as { message?: { from?: { id: number } } }).message?.from?.id;
}
