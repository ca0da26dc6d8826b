import { rmSync } from "node:fs";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { RedisProcess } from "#stores/testing";

export type StoreKind = "none" | "memory" | "files" | "sqlite" | "redis";

/** Where one contender keeps its sessions: a directory or a Redis of its own. `await using` removes it. */
export class Place implements AsyncDisposable {
  private constructor(
    readonly kind: StoreKind,
    readonly dir: string,
    private readonly redis: RedisProcess | undefined,
  ) {}

  static async make(kind: StoreKind): Promise<Place> {
    const dir = await mkdtemp(join(tmpdir(), "holdfast-bench-"));
    leftOver.add(dir);
    // With its log on disk, or it would be compared with stores that keep something.
    const redis = kind === "redis" ? await RedisProcess.start("--appendonly", "yes", "--dir", dir) : undefined;
    return new Place(kind, dir, redis);
  }

  /** As Holdfast's programs are told it. */
  get address(): string {
    if (this.kind === "sqlite") return `sqlite:${this.path}`;
    return this.redis?.url ?? "memory:";
  }

  /** As the libraries of others are told it. */
  get path(): string {
    if (this.redis) return this.redis.url;
    return join(this.dir, this.kind === "files" ? "sessions" : "bot_data.sqlite");
  }

  /** What is stored takes: on disk, or in Redis in its memory. */
  async bytes(): Promise<number> {
    if (!this.redis) return sizeOf(this.dir);
    const redis = new Redis(this.redis.url);
    const [, used = "0"] = /used_memory:(\d+)/.exec(await redis.info("memory")) ?? [];
    redis.disconnect();
    return Number(used);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.redis?.[Symbol.asyncDispose]();
    await rm(this.dir, { recursive: true, force: true });
    leftOver.delete(this.dir);
  }
}

/** None of them outlives the benchmark, however it ends. */
const leftOver = new Set<string>();
process.once("exit", () => {
  for (const dir of leftOver) rmSync(dir, { recursive: true, force: true });
});

async function sizeOf(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const stats = await Promise.all(files.map(({ parentPath, name }) => stat(join(parentPath, name))));
  return stats.reduce((total, { blocks }) => total + blocks * 512, 0);
}
