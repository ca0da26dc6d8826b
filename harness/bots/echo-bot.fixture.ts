import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { BotProcess, type BotProcessOptions, startTelegram } from "../index.ts";

const program = new URL("./fixtures/echo-bot.mjs", import.meta.url).pathname;

type Settings = Partial<BotProcessOptions> & { readonly idleProbe?: string };

/** A Telegram with Alice in it, and a bot that is not started yet, with a directory of its own. */
export async function echoBot({ env = {}, idleProbe, ...options }: Settings = {}) {
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "echo_bot", ...(idleProbe !== undefined && { idleProbe }) });
  const directory = await mkdtempDisposable(`${tmpdir()}/harness-`);
  const bot = new BotProcess({
    telegram,
    account,
    command: [process.execPath, program],
    cwd: directory.path,
    env: { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot, COUNT_FILE: "count", ...env },
    ...options,
  });
  return {
    telegram,
    account,
    bot,
    directory: directory.path,
    alice: telegram.user({ firstName: "Alice" }),
    async [Symbol.asyncDispose]() {
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
      await directory.remove();
    },
  };
}
