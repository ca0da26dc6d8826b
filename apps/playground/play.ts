import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { SetupInvalid } from "#core";
import { BotProcess, freePort, type Playground, PortTaken, startPlayground, startTelegram } from "#harness";
import { isFile } from "../assistant/plugins/plugin-choice.ts";
import { type PlaygroundConfig, playgroundConfig } from "./config.ts";
import { inspectorOf } from "./inspector.ts";
import { openBrowser } from "./open-browser.ts";
import { restartOnChange } from "./watch/restart-on-change.ts";

export interface PlayOptions {
  readonly port: number;
  /** Whether to show the page in the browser, if there is one. */
  readonly open: boolean;
  /** The file that runs the bot. Default: the assistant. */
  readonly bot?: string;
  /** Whether to start the bot again when a file it is made of changes. Default: false. */
  readonly watch?: boolean;
}

/**
 * A bot on a fake Telegram, with a page to talk to it, until SIGINT or SIGTERM.
 * @throws {SetupInvalid} if the port can't be had or the configuration is wrong.
 */
export async function play({ port, open, bot: file, watch = false }: PlayOptions): Promise<void> {
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
    // As in scenarios, so that what is recorded here is played there.
    telegram.user({ firstName: "Bob", username: "bob_the_builder" }),
  ];
  const inspect = inspectorOf(config);
  await using playground = await startPlayground({ telegram, bot, users, port, inspect }).catch(explain);
  console.log(`Playground on ${playground.url}`);
  void run(playground);
  using _watching = watch ? restartOnChange({ ...filesOf(config, file), control: playground.control, say }) : undefined;
  if (open && config.hasScreen) openBrowser(playground.url);
  await askedToStop;
  await playground.control.do("stop");
}

const root = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));
const commandFile = join(root, "dist/apps/holdfast/bin.js");

/** What a bot is made of that may change while one works on it. Our own files do so in our repository alone. */
const filesOf = ({ plugins }: PlaygroundConfig, bot: string | undefined) => ({
  entries: [...plugins.added.filter(isFile), ...(bot === undefined ? [] : [bot])].map((path) => resolve(path)),
  compiled: existsSync(join(root, "tsconfig.json")) ? join(root, "dist") : undefined,
});

const say = (line: string) => console.log(line);

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
