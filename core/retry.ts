import pRetry from "p-retry";

/** The bot is being stopped; what was under way stays where it is durable. */
export class Stopping extends Error {
  override readonly name = "Stopping";
}

export interface Patience {
  /** Ends the waiting; its reason is then thrown. */
  readonly signal: AbortSignal;
  /** What is worth trying again; anything else is thrown at once. */
  readonly retryable: (error: Error) => boolean;
  readonly onFailure?: (error: Error) => void | Promise<void>;
  /** In ms. Default: 5,000. */
  readonly longestPauseMs?: number;
}

/** Goes on after a first `failure`: without limit, with growing pauses. Giving up would lose what a user sent. */
export function tryAgain<T>(task: () => Promise<T>, failure: unknown, patience: Patience): Promise<T> {
  const attempt = (count: number) => (count === 1 ? Promise.reject(failure) : task());
  return pRetry(attempt, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 200,
    maxTimeout: patience.longestPauseMs ?? 5_000,
    randomize: true,
    signal: patience.signal,
    onFailedAttempt: ({ error }) => (patience.retryable(error) ? patience.onFailure?.(error) : undefined),
    shouldRetry: ({ error }) => patience.retryable(error),
  });
}
