import type { Log } from "../log.ts";

/** What runs until it is told to end. */
export interface Running {
  start(): Promise<void>;
  /** Resolves when it ends by itself. */
  ended(): Promise<void>;
  /** May be called at any time, also while it starts. */
  stop(): Promise<void>;
}

/**
 * Runs it as the main job of this process: SIGINT and SIGTERM stop it, a second signal exits at once.
 *
 * A promise that a plugin has let go of and that then rejects does not end the process: it is logged, and the bot goes
 * on for its other users. An exception that nobody catches does end it, because nothing is known to be whole after that.
 */
export async function runUntilSignal(job: Running, log: Log): Promise<void> {
  const told = Promise.withResolvers<void>();
  let signals = 0;
  const onSignal = () => {
    signals += 1;
    if (signals > 1) process.exit(130);
    told.resolve();
  };
  const onRejection = (error: unknown) => log.error("promise rejected and not awaited", { hint: AWAIT_HINT, error });
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("unhandledRejection", onRejection);
  try {
    const work = job.start().then(() => job.ended());
    // Whatever a start is waiting for, a stop does not wait for it; what it then fails with is the stop itself.
    await Promise.race([work, told.promise.then(() => void work.catch(() => {}))]);
  } finally {
    await job.stop();
    process.off("SIGINT", onSignal).off("SIGTERM", onSignal).off("unhandledRejection", onRejection);
  }
}

const AWAIT_HINT = "A handler started something without awaiting it: look for a missing `await`.";
