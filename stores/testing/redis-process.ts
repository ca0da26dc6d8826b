import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@keyv/redis";

const STARTS_WITHIN_MS = 10_000;

/** Whether this machine has a Redis to start; how to get one, for the line that says it has not. */
export const isRedisInstalled = (): boolean => spawnSync("redis-server", ["--version"]).status === 0;
export const HOW_TO_GET_REDIS =
  "redis-server is not installed: get it with `apt-get install redis-server` or `brew install redis`";

/**
 * A Redis of one's own: a real process on a free port of this machine, keeping nothing on disk unless asked to. It can be
 * killed, started again and frozen. `await using` ends it.
 */
export class RedisProcess implements AsyncDisposable {
  readonly port: number;
  readonly #dir: string;
  readonly #settings: readonly string[];
  #process: ChildProcess | undefined;

  private constructor(port: number, dir: string, settings: readonly string[]) {
    this.port = port;
    this.#dir = dir;
    this.#settings = settings;
  }

  /** @param settings further arguments, such as `"--requirepass", "secret"`. They win over the usual ones. */
  static async start(...settings: string[]): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort(), await mkdtemp(join(tmpdir(), "holdfast-redis-")), settings);
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const usual = [
      "--port",
      String(this.port),
      "--bind",
      "127.0.0.1",
      "--dir",
      this.#dir,
      "--save",
      "",
      "--appendonly",
      "no",
    ];
    const child = spawn("redis-server", [...usual, ...this.#settings], { stdio: ["ignore", "pipe", "inherit"] });
    this.#process = child;
    orphans.add(child);
    await readyOrGone(child);
  }

  /** As `kill -9` does: nothing is written before it goes. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
    orphans.delete(child);
  }

  /** Alive, connected and silent. */
  freeze(): void {
    this.#process?.kill("SIGSTOP");
  }

  thaw(): void {
    this.#process?.kill("SIGCONT");
  }

  /** Sends it one command, as an operator does: `command("CONFIG", "SET", "maxmemory", "1")`. */
  async command(...words: string[]): Promise<unknown> {
    const client = createClient({ url: this.url });
    await client.connect();
    return client.sendCommand(words).finally(() => client.destroy());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    await rm(this.#dir, { recursive: true, force: true });
  }
}

/** None of them outlives this process, however it came to its end in a test. */
const orphans = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of orphans) child.kill("SIGKILL");
});

async function readyOrGone(child: ChildProcess): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let said = "";
  const timer = setTimeout(() => reject(new Error(`redis-server did not start:\n${said}`)), STARTS_WITHIN_MS);
  child.once("error", reject);
  child.once("exit", () => reject(new Error(`redis-server ended:\n${said}`)));
  child.stdout?.on("data", (chunk) => {
    said += String(chunk);
    if (said.includes("Ready to accept connections")) resolve();
  });
  await promise.finally(() => clearTimeout(timer));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || !address) throw new Error("The machine gave out no port.");
  return address.port;
}
