import { cp, mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { BotProcess, freePort, startTelegram } from "#harness";

const root = dirname(createRequire(import.meta.url).resolve("holdfast/package.json"));

/** The compiled command, as it is installed. */
export const bin = join(root, "dist/apps/holdfast/bin.js");

/** Text for files, by their paths; or the path of an example of this repository, to be copied. */
export type Files = Readonly<Record<string, string | { readonly example: string }>>;

/** A directory far from this repository, with these files in it. */
export async function directoryWith(files: Files) {
  const directory = await mkdtempDisposable(join(tmpdir(), "assistant-"));
  const { path } = directory;
  const write = async (name: string, content: Files[string]) => {
    const file = join(path, name);
    await mkdir(dirname(file), { recursive: true });
    await (typeof content === "string"
      ? writeFile(file, content)
      : cp(join(root, "apps/example", content.example), file));
  };
  for (const [name, content] of Object.entries(files)) await write(name, content);
  return { path, write, [Symbol.asyncDispose]: () => directory.remove() };
}

/** The assistant as an operator starts it, in a directory with files of theirs, on a Telegram of its own. */
export async function setStage(files: Files) {
  const directory = await directoryWith(files);
  const telegram = await startTelegram();
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const bots: BotProcess[] = [];
  return {
    telegram,
    account,
    directory: directory.path,
    alice: telegram.user({ firstName: "Alice" }),
    /** A life of the bot with these variables, not yet started. */
    bot(env: Readonly<Record<string, string>>): BotProcess {
      const bot = new BotProcess({
        telegram,
        account,
        command: [process.execPath, bin, "start"],
        cwd: directory.path,
        env: { TELEGRAM_TOKEN: account.token, TELEGRAM_API_ROOT: telegram.apiRoot, PORT: String(port), ...env },
      });
      bots.push(bot);
      return bot;
    },
    async [Symbol.asyncDispose]() {
      for (const bot of bots) await bot.kill();
      await telegram[Symbol.asyncDispose]();
      await directory[Symbol.asyncDispose]();
    },
  };
}
