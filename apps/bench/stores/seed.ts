import { KeyvSqlite } from "@keyv/sqlite";
import { Redis } from "ioredis";
import { Keyv } from "keyv";
import { newSessionId, openSessions, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import type { Contender } from "../contenders.ts";
import { usersAmong } from "../load/load.ts";
import type { Place } from "./place.ts";

/** Puts this many users into a contender's store, in the form in which it keeps them. */
export async function seed({ name, module }: Contender, place: Place, users: number): Promise<void> {
  const open = OPENERS[module];
  if (!open) throw new Error(`Nobody knows how ${name} keeps its users.`);
  if (users === 0) return;
  const store = await open(place);
  // In the order in which they came to the bot: their ids grow with it.
  const ids = usersAmong(users).toSorted((one, other) => one - other);
  for (let at = 0; at < ids.length; at += AT_ONCE) await store.add(ids.slice(at, at + AT_ONCE));
  await store.close();
}

/** Files are left out: a million of them is nobody's choice. */
export const canSeed = ({ module }: Contender): boolean => module in OPENERS;

const AT_ONCE = 1_000;

interface OpenStore {
  add(ids: readonly number[]): Promise<unknown>;
  close(): Promise<unknown>;
}

const OPENERS: Record<string, (place: Place) => Promise<OpenStore>> = {
  async holdfast(place) {
    const backend = backendFromAddress(place.address);
    await backend.open(silentLog);
    const [sessions, now] = [openSessions(backend), Date.now()];
    const begin = (id: number) =>
      sessions.update(id, (session) => {
        session.begin(newSessionId(id));
        session.touch(now);
      });
    return { add: (ids) => Promise.all(ids.map(begin)), close: () => backend.close() };
  },
  async "grammy-runner-sqlite"(place) {
    const store = new KeyvSqlite({ uri: `sqlite://${place.path}`, wal: true, busyTimeout: 5_000 });
    const keyv = new Keyv({ store });
    return {
      add: (ids) => keyv.setMany(ids.map((id) => ({ key: String(id), value: { turns: 0 } }))),
      close: () => keyv.disconnect(),
    };
  },
  async "grammy-redis"(place) {
    const redis = new Redis(place.path);
    return {
      add: (ids) => redis.mset(ids.flatMap((id) => [String(id), '{"turns":0}'])),
      close: () => redis.quit(),
    };
  },
};
