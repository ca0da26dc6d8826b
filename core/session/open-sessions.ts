import type { Backend } from "../backend.ts";
import { type Log, silentLog } from "../log.ts";
import { KeyedSessionStore } from "./keyed-session-store.ts";
import type { SessionStore } from "./session-store.ts";

/** The sessions of a backend that is open, for tools and tests beside a bot: their changes commit at once. */
export const openSessions = (backend: Backend, log: Log = silentLog): SessionStore =>
  new KeyedSessionStore({ backend, log, slices: [], tellDamaged: async () => {} });
