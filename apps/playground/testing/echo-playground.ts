import { join } from "node:path";
import { BotProcess, startPlayground, startTelegram } from "#harness";

/** A bot that says again what it hears. */
export const echoBot = join(import.meta.dirname, "../../../harness/bots/fixtures/echo-bot.mjs");

/** A playground with Alice, Bob and that bot, running. */
export async function echoPlayground({ scenarios }: { readonly scenarios?: string } = {}) {
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "echo_bot" });
  const env = { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot };
  const bot = new BotProcess({ telegram, account, command: [process.execPath, echoBot], env });
  const users = [
    telegram.user({ firstName: "Alice", username: "alice" }),
    telegram.user({ firstName: "Bob", username: "bob_the_builder" }),
  ];
  const playground = await startPlayground({ telegram, bot, users, scenarios });
  await playground.control.do("start");
  return {
    telegram,
    account,
    bot,
    url: playground.url,
    async [Symbol.asyncDispose]() {
      await playground[Symbol.asyncDispose]();
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
    },
  };
}
