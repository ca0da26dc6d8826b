import { Command } from "commander";
import { SetupInvalid } from "#core";
import type { ReportFiles } from "../acceptance/reports/report.ts";

/** `holdfast accept`: plays scenarios on a bot and says what came of them. */
export function acceptCommand(): Command {
  return new Command("accept")
    .description("play the specification on the real bot and print its checklist; or your scenarios on any bot")
    .option("--bot <command>", 'any bot, by its command line, such as "python3 bot.py"')
    .option("--scenarios <path>", "what to play on it: a file that exports scenarios, or a directory of *.scenario.ts")
    .option("--junit <file>", "also write the outcome as JUnit XML")
    .option("--html <file>", "also write it as a page: what each user saw, beside the calls")
    .action(async ({ bot, scenarios, ...files }: AcceptFlags) => {
      if (bot === undefined && scenarios === undefined) {
        return (await import("../acceptance/accept.ts")).accept({ files });
      }
      if (bot === undefined || scenarios === undefined) {
        const hint = 'Write: holdfast accept --bot "python3 bot.py" --scenarios dir/.';
        throw new SetupInvalid("--bot and --scenarios go together.", hint);
      }
      const { acceptForeign } = await import("../acceptance/foreign/accept-foreign.ts");
      const passed = await acceptForeign({ bot, scenarios, print: console.log, ...files });
      if (!passed) process.exitCode = 1;
    });
}

interface AcceptFlags extends ReportFiles {
  readonly bot?: string;
  readonly scenarios?: string;
}
