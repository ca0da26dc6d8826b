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

const AT_ONCE = 50_000;
const DAY_MS = 86_400_000;

interface Seeder {
  add(place: Place, ids: readonly number[]): Promise<void>;
}

const SEEDERS: Record<string, Seeder> = {
  holdfast: {
    /** The first by the front door, the others as copies of what that one left in the store. */
    async add(place, [first = 0, ...others]) {
      const backend = backendFromAddress(place.address);
      await backend.open(silentLog);
      const [now, sessionId] = [Date.now(), newSessionId(first)];
      await openSessions(backend).update(first, (session) => {
        session.begin(sessionId);
        session.touch(now);
      });
      for await (const [key, envelope] of backend.scan(`session:${first}`)) {
        const marks = { active: Math.floor(now / DAY_MS) * DAY_MS };
        const keyOf = (id: number) => key.replace(String(first), String(id));
        await Promise.all(others.map((id) => backend.compareAndSet(keyOf(id), undefined, envelope, marks)));
      }
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
