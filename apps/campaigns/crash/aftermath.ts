import { copyFile, mkdtempDisposable } from "node:fs/promises";
import { join } from "node:path";
import type { Update } from "@grammyjs/types";
import { type AuditEntry, listAside, readAudit, type SessionView } from "#core";
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
  /** What was asked permission for, and what was said. */
  readonly audit: readonly AuditEntry[];
}

export interface SessionLeft {
  readonly turnCount: number;
  /** Positions of updates that were committed and that the inbox may not know as done with. */
  readonly seen: readonly string[];
  readonly turns: readonly SessionView["turns"][number][];
}

export interface Unfinished {
  readonly position: string;
  /** Who sent it, if it is a message; a press of a button is none. */
  readonly sender: Sender | undefined;
}

export interface Sender {
  readonly userId: number;
  readonly messageId: number;
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
      const { turnCount, turns } = reading.session;
      left.set(userId, { turnCount, seen, turns });
    }
    const entries = await backend.log.unfinished(100_000);
    const held = await backend.log.held(updateIds.map(String));
    return {
      sessions: left,
      unfinished: new Map(
        entries.map(({ id, position, payload }) => [Number(id), { position, sender: senderOf(JSON.parse(payload)) }]),
      ),
      held: new Set(held.map(Number)),
      aside: (await listAside(backend)).length,
      audit: await readAudit(backend),
    };
  });
}

/** @returns undefined if it is no message. */
export function senderOf({ message }: Pick<Update, "message">): Sender | undefined {
  return message?.from && { userId: message.from.id, messageId: message.message_id };
}
