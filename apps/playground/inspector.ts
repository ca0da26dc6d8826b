import { openSessions, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import type { PlaygroundConfig } from "./config.ts";

/**
 * Looks at sessions beside the bot that works on them.
 * @returns undefined for a store that only the bot itself can see.
 */
export function inspectorOf({
  store,
  durability,
}: PlaygroundConfig): ((userId: number) => Promise<unknown>) | undefined {
  if (store === "memory:") return undefined;
  return async (userId) => {
    // Opened for each look: between two of them the store may be replaced, as the page's user likes.
    const backend = backendFromAddress(store, { durability });
    try {
      await backend.open(silentLog);
      const reading = await openSessions(backend).inspect(userId);
      if (reading.state === "unavailable") return { state: "unavailable", reason: reading.error.message };
      if (reading.state !== "found") return reading;
      return { state: "found", bytes: reading.bytes, session: reading.stored };
    } catch (error) {
      return { state: "unavailable", reason: error instanceof Error ? error.message : String(error) };
    } finally {
      await backend.close();
    }
  };
}
