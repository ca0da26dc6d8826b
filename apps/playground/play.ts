import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { BotProcess, freePort, type Playground, startPlayground, startTelegram } from "#harness";
import { isFile } from "../assistant/plugins/plugin-choice.ts";
import { type PlaygroundConfig, playgroundConfig } from "./config.ts";
import { inspectorOf } from "./inspector.ts";
import { openBrowser } from "./open-browser.ts";
import { commandOf, type PlayedBot, packageRoot } from "./played-bot.ts";
import { explainPort } from "./port-problem.ts";
import { replayer } from "./replay.ts";
import { told } from "./told.ts";
import { restartOnChange } from "./watch/restart-on-change.ts";

export interface PlayOptions {
  readonly port: number;
  /** Whether to show the page in the browser, if there is one. */
  readonly open: boolean;
  /** Default: the assistant. */
  readonly bot?: PlayedBot;
  /** Whether to start the bot again when a file it is made of changes. Default: false. */
  readonly watch?: boolean;
}

/**
 * A bot on a fake Telegram, with a page to talk to it, until SIGINT or SIGTERM.
 * @throws {SetupInvalid} if the port can't be had or the configuration is wrong.
 */
export async function play({ port, open, bot: played = {}, watch = false }: PlayOptions): Promise<void> {
  const askedToStop = told("SIGINT", "SIGTERM");
  const config = playgroundConfig();
  await using telegram = await startTelegram();
  const healthPort = await freePort();
  const idleProbe = `http://127.0.0.1:${healthPort}/healthz`;
  // Of a bot that may not be Holdfast's, nobody knows whether it says when it is idle.
  const account = telegram.bot(
    played.command === undefined
      ? { username: "holdfast_bot", firstName: "Holdfast", idleProbe }
      : { username: "the_bot", firstName: "The bot" },
  );
  await using bot = new BotProcess({
    telegram,
    account,
    command: commandOf(played),
    env: {
      ...(played.command === undefined && config.forBot),
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
  const inspect = played.command === undefined ? inspectorOf(config) : undefined;
  const replay = replayer(played, config);
  await using playground = await startPlayground({ telegram, bot, users, port, inspect, replay }).catch(explainPort);
  console.log(`Playground on ${playground.url}`);
  void run(playground);
  using _watching = watch
    ? restartOnChange({ ...filesOf(config, played.file), control: playground.control, say })
    : undefined;
  if (open && config.hasScreen) openBrowser(playground.url);
  await askedToStop;
  await playground.control.do("stop");
}

/** What a bot is made of that may change while one works on it. Our own files do so in our repository alone. */
const filesOf = ({ plugins }: PlaygroundConfig, bot: string | undefined) => ({
  entries: [...plugins.added.filter(isFile), ...(bot === undefined ? [] : [bot])].map((path) => resolve(path)),
  compiled: existsSync(join(packageRoot, "tsconfig.json")) ? join(packageRoot, "dist") : undefined,
});

const say = (line: string) => console.log(line);

/** The page opens while the bot starts; if it does not, the page says so, too. */
async function run({ control }: Playground): Promise<void> {
  await control.do("start");
  const { trouble } = control.state;
  if (trouble) console.error(trouble);
}
