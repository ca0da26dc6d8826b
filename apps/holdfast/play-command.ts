import { Command } from "commander";
import { SetupInvalid } from "#core";

/** `holdfast play`: the playground, whether or not there is a token. */
export function playCommand(): Command {
  return new Command("play")
    .argument("[bot]", "a file that runs a bot of your own, such as bot.ts; default: the assistant")
    .description("talk to a bot in the browser, on a fake Telegram")
    .option("--bot <command>", 'any bot instead, by its command line, such as "python3 bot.py"')
    .option("--scenario <file>", "play a scenario first; where it fails, its chats stand as they were")
    .option("--title <title>", "which one of the file")
    .option("--acceptance <title>", "the same for a scenario of the acceptance")
    .option("--column <name>", 'in which of its columns, such as "polling · sqlite"')
    .option("--port <number>", "of the page", "8080")
    .option("--no-open", "do not open the browser")
    .option("--watch", "start the bot again when a file of it changes")
    .action(async (file: string | undefined, flags: PlayFlags) => {
      const { port, open, watch, bot: command, scenario, title, acceptance, column } = flags;
      const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
      if (!(number < 65_536)) throw new SetupInvalid(`"${port}" is no port number.`, "Write it like 8080.");
      if (file !== undefined && command !== undefined) {
        throw new SetupInvalid(`${file} and --bot are two bots.`, "Name one of them.");
      }
      if (acceptance !== undefined) {
        const { playAcceptance } = await import("../playground/play-acceptance.ts");
        return playAcceptance({ title: acceptance, column, port: number, open });
      }
      const bot = { file, command };
      if (scenario === undefined) {
        return (await import("../playground/play.ts")).play({ port: number, open, bot, watch });
      }
      const { playScenario } = await import("../playground/play-scenario.ts");
      await playScenario({ path: scenario, title, bot, port: number, open });
    });
}

interface PlayFlags {
  readonly port: string;
  readonly open: boolean;
  readonly watch?: boolean;
  readonly bot?: string;
  readonly scenario?: string;
  readonly title?: string;
  readonly acceptance?: string;
  readonly column?: string;
}
