import type { Backend, Log } from "#core";
import { KeyvBackend } from "../keyv-backend.ts";
import { MemoryEngine } from "./memory-engine.ts";

/**
 * Keeps sessions in this process, for trying things out and for tests. They are gone when the process ends, as a
 * warning at `open` says; closing and opening the same backend keeps them.
 */
export function memoryBackend(): Backend {
  const engine = new MemoryEngine();
  return new KeyvBackend({
    name: "memory",
    place: "this process",
    async connect(log: Log) {
      log.warn("memory store opened", { keeps: "nothing beyond this process" });
      return engine;
    },
    explain: (cause) => ({ reason: `failed (${String(cause)})` }),
  });
}
