import { Command } from "commander";
import { SetupInvalid } from "#core";

/** `holdfast play`: the playground, whether or not there is a token. */
export function playCommand(): Command {
  return new Command("play")
    .argument("[bot]", "a file that runs a bot of your own, such as bot.ts; default: the assistant")
    .description("talk to a bot in the browser, on a fake Telegram")
    .option("--port <number>", "of the page", "8080")
    .option("--no-open", "do not open the browser")
    .option("--watch", "start the bot again when a file of it changes")
    .action(async (bot: string | undefined, { port, open, watch }: PlayFlags) => {
      const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
      if (!(number < 65_536)) throw new SetupInvalid(`"${port}" is no port number.`, "Write it like 8080.");
      await (await import("../playground/play.ts")).play({ port: number, open, bot, watch });
    });
}

interface PlayFlags {
  readonly port: string;
  readonly open: boolean;
  readonly watch?: boolean;
}
