import { join } from "node:path";
import { crc32 } from "node:zlib";
import { type Backend, openSessions, type Reading, type SessionStore, silentLog } from "#core";
import { backendFromAddress } from "#stores";

/** The store of a bot, seen from beside it: by another process, as an operator's tools see it. */
export class BotStore {
  constructor(
    private readonly address: string,
    /** Of the sqlite store, and where its file stands by default. */
    readonly directory: string,
  ) {}

  get file(): string {
    return join(this.directory, "bot_data.sqlite");
  }

  /** Opens it for one task, in whatever state the bot is. */
  async open<T>(task: (sessions: SessionStore, backend: Backend) => Promise<T>): Promise<T> {
    const backend = backendFromAddress(this.address);
    try {
      await backend.open(silentLog);
      return await task(openSessions(backend), backend);
    } finally {
      await backend.close();
    }
  }

  /** Every stored session, read and checked one by one. */
  readings(): Promise<ReadonlyMap<number, Reading>> {
    return this.open(async (sessions) => {
      const readings = new Map<number, Reading>();
      for await (const [userId, reading] of sessions.entries()) readings.set(userId, reading);
      return readings;
    });
  }

  /** All there is, by key. */
  contents(): Promise<ReadonlyMap<string, string>> {
    return this.open(async (_, backend) => {
      const contents = new Map<string, string>();
      for await (const [key, value] of backend.scan("")) contents.set(key, value);
      return contents;
    });
  }

  /** Puts these bytes in the place of a user's session, whatever the bot does meanwhile. */
  write(userId: number, bytes: string): Promise<void> {
    const key = `session:${userId}`;
    return this.open(async (_, backend) => {
      while (!(await backend.compareAndSet(key, await backend.read(key), bytes)));
    });
  }
}

/** An envelope by hand, with a checksum that is right: what it lacks or says wrongly is nobody's damage. */
export function envelopeOf(session: object): string {
  const body = JSON.stringify({ format: 1, revision: 1, session }).slice(0, -1);
  return `${body},"checksum":"${crc32(body).toString(16).padStart(8, "0")}"}`;
}
