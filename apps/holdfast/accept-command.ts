import { Command } from "commander";
import type { ReportFiles } from "../acceptance/reports/report.ts";

/** `holdfast accept`: plays scenarios on a bot and says what came of them. */
export function acceptCommand(): Command {
  return new Command("accept")
    .description("play the specification on the real bot and print its checklist")
    .option("--junit <file>", "also write the outcome as JUnit XML")
    .option("--html <file>", "also write it as a page: what each user saw, beside the calls")
    .action(async (files: ReportFiles) => (await import("../acceptance/accept.ts")).accept({ files }));
}
