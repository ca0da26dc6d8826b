import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Backend, openSessions, type Slice, silentLog } from "#core";
import { sqliteBackend } from "#stores";

/** The bytes of a store as `kill -9` leaves them. */
export interface Image {
  readonly db: Buffer;
  readonly wal: Buffer;
  readonly shm: Buffer;
}

/** A store that has lived, and all that was ever written to it. */
export interface GrownStore {
  readonly image: Image;
  /** A backup from the midst of its life. */
  readonly backup: Buffer;
  /** By user: every version of the session, as it was stored, oldest first. */
  readonly versions: ReadonlyMap<number, readonly string[]>;
  /** Users whose session was deleted. */
  readonly deleted: ReadonlySet<number>;
  /** By id: entries of the inbox that are not done with. */
  readonly waiting: ReadonlyMap<string, string>;
  readonly pluginData: ReadonlyMap<string, string>;
}

export const FIRST_USER = 100_001;
const FILLER: Slice<string> = { name: "filler", version: 1, schema: z.string(), defaults: "" };

/**
 * Lets a store grow: sessions of all sizes, some deleted, turns and an inbox, one part folded into the file, the other
 * still in the write-ahead log.
 */
export async function growStore(directory: string, users: number, random: () => number): Promise<GrownStore> {
  const file = join(directory, "sessions", "bot_data.sqlite");
  await mkdir(dirname(file), { recursive: true });
  const backend = sqliteBackend({ file });
  await backend.open(silentLog);
  const life = new Life(backend, users, random);
  try {
    await life.goOn(users);
    const backup = await backupOf(file, join(directory, "backup.sqlite"));
    await life.goOn(users / 3);
    fold(file);
    await life.goOn(Math.floor(random() * users));
    const [db, wal, shm] = await Promise.all(["", "-wal", "-shm"].map((part) => readFile(file + part)));
    return { ...life.known, backup, image: { db, wal, shm } as Image };
  } finally {
    await backend.close();
  }
}

class Life {
  readonly known = {
    versions: new Map<number, string[]>(),
    deleted: new Set<number>(),
    waiting: new Map<string, string>(),
    pluginData: new Map<string, string>(),
  };
  private begun = 0;
  private count = 0;

  constructor(
    private readonly backend: Backend,
    private readonly users: number,
    private readonly random: () => number,
  ) {}

  async goOn(steps: number): Promise<void> {
    for (let step = 0; step < steps; step++) {
      // At first everybody once, then some again.
      const isNew = this.begun < this.users;
      const user = FIRST_USER + (isNew ? this.begun++ : Math.floor(this.random() * this.users));
      await (isNew || this.random() > 0.05 ? this.change(user) : this.delete(user));
      if (this.random() < 0.1) await this.receive();
    }
  }

  private async change(user: number): Promise<void> {
    const id = `user_${user}_${hexOf(this.random, 8)}`;
    const filler = hexOf(this.random, this.random() < 0.05 ? 9_000 : 100 + this.random() * 1_400);
    const turn = this.random() < 0.1 ? { id: hexOf(this.random, 13), chatId: user } : undefined;
    if (turn) await this.backend.compareAndSet(`prompt:${turn.id}`, undefined, `prompt of ${user}`);
    await openSessions(this.backend).update(user, (session) => {
      session.begin(id);
      session.touch(1_760_000_000_000 + this.count * 60_000);
      session.setSlice(FILLER, filler);
      if (turn && session.turns.length === 0) session.acceptPrompt(turn);
      else session.countTurn();
    });
    this.count++;
    const stored = await this.backend.read(`session:${user}`);
    this.known.versions.set(user, [...(this.known.versions.get(user) ?? []), stored ?? ""]);
    this.known.deleted.delete(user);
  }

  private async delete(user: number): Promise<void> {
    const session = await openSessions(this.backend).read(user);
    if (session && (await openSessions(this.backend).delete(session))) this.known.deleted.add(user);
  }

  private async receive(): Promise<void> {
    const update = { update_id: 1_000 + this.count, message: { text: hexOf(this.random, 50) } };
    const [entry] = await this.backend.log.append([
      { id: String(update.update_id), payload: JSON.stringify(update), at: 1_760_000_000_000 },
    ]);
    if (entry && this.random() < 0.7) await this.backend.log.finish([entry.position], 1_760_000_000_000);
    else if (entry) this.known.waiting.set(String(update.update_id), JSON.stringify(update));
    const [key, value] = [`plugin:fuzz:${this.count}`, JSON.stringify({ version: 1, data: hexOf(this.random, 40) })];
    if (await this.backend.compareAndSet(key, undefined, value, { "plugin:fuzz:": this.count }))
      this.known.pluginData.set(key, value);
  }
}

async function backupOf(file: string, path: string): Promise<Buffer> {
  const database = new DatabaseSync(file);
  database.prepare("VACUUM INTO ?").run(path);
  database.close();
  return readFile(path);
}

function fold(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  database.close();
}

function hexOf(random: () => number, length: number): string {
  let text = "";
  while (text.length < length)
    text += Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return text.slice(0, length);
}
