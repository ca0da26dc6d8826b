import { copyFile, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { z } from "zod";
import { type Backend, openSessions, type Session, type Slice } from "#core";
import { entry, positions } from "../../contract/store-under-test.ts";
import { RecordedLog } from "../../testing/recorded-log.ts";
import { TemporaryDirectory } from "../../testing/temporary-directory.ts";
import { sqliteBackend } from "../index.ts";

export const USERS = 400;
export const PAGE_SIZE = 4096;

/** A store of one test, and what lies beside it. */
export class Store implements AsyncDisposable {
  readonly log = new RecordedLog();
  #backend: Backend | undefined;

  private constructor(
    readonly dir: TemporaryDirectory,
    readonly file: string,
  ) {}

  static async make(): Promise<Store> {
    const dir = await TemporaryDirectory.make();
    return new Store(dir, join(dir.path, "bot_data.sqlite"));
  }

  /** A store with sessions of about a kilobyte, marks and an inbox, closed. */
  static async filled(): Promise<Store> {
    const store = await Store.make();
    const backend = await store.open();
    const sessions = openSessions(backend);
    await Promise.all(Array.from({ length: USERS }, (_, user) => sessions.update(user, fill)));
    const appended = await backend.log.append([entry("1"), entry("2"), entry("3")]);
    await backend.log.finish(positions(appended.slice(0, 1)), 1_000);
    await backend.close();
    return store;
  }

  async open(): Promise<Backend> {
    await this.#backend?.close();
    this.#backend = sqliteBackend({ file: this.file });
    await this.#backend.open(this.log);
    return this.#backend;
  }

  /** Closes it such that its write-ahead log stays, as after `kill -9`. */
  async endWithLog(): Promise<void> {
    const parts = ["", "-wal", "-shm"];
    for (const part of parts) await copyFile(this.file + part, `${this.file}.copy${part}`);
    await this.#backend?.close();
    await rm(this.file);
    for (const part of parts) await rename(`${this.file}.copy${part}`, this.file + part);
  }

  /** What lies beside the store, by what follows its name. */
  async beside(): Promise<string[]> {
    const names = await readdir(this.dir.path);
    return names.map((name) => name.replace("bot_data.sqlite", "").replace(/\d{4}-.*Z/, "TIME")).toSorted();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#backend?.close();
    await this.dir[Symbol.asyncDispose]();
  }
}

const FILLER: Slice<string> = { name: "filler", version: 1, schema: z.string(), defaults: "" };

function fill(session: Session): void {
  session.touch(Date.parse("2026-02-04T12:00:00Z"));
  session.setSlice(FILLER, fillerOf(session.userId));
}

export const fillerOf = (user: number) => `session of ${user} `.padEnd(1_000, "x");

/** What is left of the sessions, each of which must be its user's own. */
export async function sessionsIn(backend: Backend): Promise<number[]> {
  const found: number[] = [];
  for await (const [userId, reading] of openSessions(backend).entries()) {
    expect(reading.state === "found" && reading.session.slice(FILLER)).toBe(fillerOf(userId));
    found.push(userId);
  }
  return found;
}

export async function overwrite(file: string, bytes: Buffer, at: number): Promise<void> {
  await using handle = await open(file, "r+");
  await handle.write(bytes, 0, bytes.length, at);
}
