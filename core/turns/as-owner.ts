import type { Backend } from "../backend.ts";
import { StoreNotOwned, StoreUnavailable } from "../errors.ts";
import type { Outage } from "../outage.ts";
import type { Tenure } from "./tenure.ts";

export interface OwnerParts {
  readonly backend: Backend;
  readonly storeOutage: Outage;
  /** Ends all waiting when the bot stops. */
  readonly signal: AbortSignal;
  readonly tenure: Tenure;
}

/**
 * What only the owner may do: waits for that place and for the store.
 *
 * @param held is told that it has to wait.
 * @throws {Stopping} when the place is another's.
 */
export async function asOwner<T>(
  { tenure, storeOutage, signal, backend }: OwnerParts,
  task: () => Promise<T>,
  held: () => void = () => {},
): Promise<T> {
  const ifOwner = () => {
    if (!tenure.isHeld) throw new StoreNotOwned(backend.name);
    return task();
  };
  const retryable = (error: Error) => error instanceof StoreUnavailable && !(error instanceof StoreNotOwned);
  for (;;) {
    if (!tenure.isHeld) held();
    await tenure.whenHeld();
    try {
      return await storeOutage.outlast(async () => ifOwner(), { signal, retryable, onFailure: () => held() });
    } catch (error) {
      if (!(error instanceof StoreNotOwned)) throw error;
    }
  }
}
