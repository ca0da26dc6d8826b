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
  const seeder = SEEDERS[module];
  if (!seeder) throw new Error(`Nobody knows how ${name} keeps its users.`);
  const ids = usersAmong(users);
  for (let at = 0; at < ids.length; at += AT_ONCE) await seeder.add(place, ids.slice(at, at + AT_ONCE));
}

/** Files are left out: a million of them is nobody's choice. */
export const canSeed = ({ module }: Contender): boolean => module in SEEDERS;

const AT_ONCE = 1_000;

interface Seeder {
  add(place: Place, ids: readonly number[]): Promise<void>;
}

const SEEDERS: Record<string, Seeder> = {
  holdfast: {
    async add(place, ids) {
      const backend = backendFromAddress(place.address);
      await backend.open(silentLog);
      const [sessions, now] = [openSessions(backend), Date.now()];
      const begin = (id: number) =>
        sessions.update(id, (session) => {
          session.begin(newSessionId(id));
          session.touch(now);
        });
      await Promise.all(ids.map(begin));
      await backend.close();
    },
  },
  "grammy-runner-sqlite": {
    async add(place, ids) {
      const keyv = new Keyv({
        store: new KeyvSqlite({ uri: `sqlite://${place.path}`, wal: true, busyTimeout: 5_000 }),
      });
      await keyv.setMany(ids.map((id) => ({ key: String(id), value: { turns: 0 } })));
      await keyv.disconnect();
    },
  },
  "grammy-redis": {
    async add(place, ids) {
      const redis = new Redis(place.path);
      await redis.mset(ids.flatMap((id) => [String(id), '{"turns":0}']));
      redis.disconnect();
    },
  },
};
