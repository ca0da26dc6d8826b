import type { Backend, Log } from "#core";
import { KeyvBackend } from "../keyv-backend.ts";
import { backupsByCopy } from "../sqlite/index.ts";
import { MemoryEngine } from "./memory-engine.ts";

export interface MemoryOptions {
  /** Where its backups are kept. Default: `sessions/backups`. */
  readonly backups?: string;
}

/**
 * Keeps sessions in this process, for trying things out and for tests. They are gone when the process ends, as a
 * warning at `open` says; closing and opening the same backend keeps them.
 */
export function memoryBackend({ backups }: MemoryOptions = {}): Backend {
  const engine = new MemoryEngine();
  return new KeyvBackend({
    name: "memory",
    place: "this process",
    async connect(log: Log) {
      log.warn("memory store opened", { keeps: "nothing beyond this process" });
      return engine;
    },
    backups: backupsByCopy("memory", backups),
    explain: (cause) => ({ reason: `failed (${String(cause)})` }),
  });
}
