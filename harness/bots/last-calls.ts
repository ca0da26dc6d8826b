import { request } from "node:http";

/**
 * Resolves when Telegram has taken what a process that has ended had sent: the end of a process is heard of before the last
 * of its calls are read. They came first, so they are taken before this one is.
 */
export function lastCallsTaken(apiRoot: string): Promise<void> {
  return new Promise((resolve) => {
    request(apiRoot, { agent: false }, (response) => response.resume().once("close", resolve))
      // There is no Telegram any more.
      .once("error", () => resolve())
      .end();
  });
}
