import type { BotProcess } from "#harness";
import type { StoreTrap } from "./step-watch.ts";

/** Stands between the bot and its store, and stops what passes at a step. */
export interface StoreGate extends AsyncDisposable {
  /** Resolves when the trap is set. @param held called when the bot stands at the step. */
  set(trap: StoreTrap, bot: BotProcess, held: () => void): Promise<void>;
  /** Forgets the trap. */
  lift(): void;
}
