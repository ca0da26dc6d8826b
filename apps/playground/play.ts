import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { SetupInvalid } from "#core";
import { BotProcess, freePort, type Playground, PortTaken, startPlayground, startTelegram } from "#harness";
import { playgroundConfig } from "./config.ts";
import { inspectorOf } from "./inspector.ts";
import { openBrowser } from "./open-browser.ts";

export interface PlayOptions {
  readonly port: number;
  /** Whether to show the page in the browser, if there is one. */
  readonly open: boolean;
  /** The file that runs the bot. Default: the assistant. */
  readonly bot?: string;
}

/**
 * A bot on a fake Telegram, with a page to talk to it, until SIGINT or SIGTERM.
 * @throws {SetupInvalid} if the port can't be had or the configuration is wrong.
 */
export async function play({ port, open, bot: file }: PlayOptions): Promise<void> {
  const askedToStop = told("SIGINT", "SIGTERM");
  const config = playgroundConfig();
  await using telegram = await startTelegram();
  const healthPort = await freePort();
  const account = telegram.bot({
    username: "holdfast_bot",
    firstName: "Holdfast",
    idleProbe: `http://127.0.0.1:${healthPort}/healthz`,
  });
  await using bot = new BotProcess({
    telegram,
    account,
    command: [process.execPath, commandFile, "start", ...(file === undefined ? [] : [file])],
    env: {
      ...config.forBot,
      TELEGRAM_TOKEN: account.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      PORT: String(healthPort),
    },
  });
  const users = [
    telegram.user({ firstName: "Alice", username: "alice" }),
    telegram.user({ firstName: "Bob", username: "bob" }),
  ];
  const inspect = inspectorOf(config);
  await using playground = await startPlayground({ telegram, bot, users, port, inspect }).catch(explain);
  console.log(`Playground on ${playground.url}`);
  void run(playground);
  if (open && config.hasScreen) openBrowser(playground.url);
  await askedToStop;
  await playground.control.do("stop");
}

const commandFile = join(
  dirname(createRequire(import.meta.url).resolve("holdfast/package.json")),
  "dist/apps/holdfast/bin.js",
);

/** The page opens while the bot starts; if it does not, the page says so, too. */
async function run({ control }: Playground): Promise<void> {
  await control.do("start");
  const { trouble } = control.state;
  if (trouble) console.error(trouble);
}

function explain(error: unknown): never {
  if (!(error instanceof PortTaken)) throw error;
  throw new SetupInvalid(error.message, "Name a free one: holdfast play --port 8081.", error);
}

/** Resolves at the first of these signals; the second one ends the process at once. */
async function told(...signals: readonly NodeJS.Signals[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let isTold = false;
  for (const signal of signals) {
    process.on(signal, () => {
      if (isTold) process.exit(130);
      isTold = true;
      resolve();
    });
  }
  await promise;
}
