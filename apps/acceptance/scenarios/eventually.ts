import { setTimeout as pause } from "node:timers/promises";

type Maybe<T> = T | null | undefined | false;

/** Waits for what no user sees, such as a line in the log. Answers with the first thing found. @throws after 10 s. */
export async function eventually<T>(look: () => Maybe<T> | Promise<Maybe<T>>): Promise<T> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (performance.now() > deadline) throw new Error(`It never came to: ${look}`);
    await pause(10);
  }
}
