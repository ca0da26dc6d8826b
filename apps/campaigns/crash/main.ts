import { Command, InvalidArgumentError, Option } from "commander";
import { HOW_TO_GET_REDIS, isRedisInstalled } from "#stores/testing";
import { type Column, columns, nameOf } from "../../acceptance/stage/column.ts";
import { campaign } from "./campaign.ts";
import { tableOf } from "./report.ts";
import type { Tally } from "./tally.ts";

interface Options {
  readonly kills: number;
  readonly seed: number;
  readonly users: number;
  readonly columns: readonly string[];
}

const NAMES = columns.map(({ mode, store }) => `${mode}-${store}`);

const program = new Command("crash")
  .description("kill the real bot under load, at every step and at random instants, and look whether anything is lost")
  .option("--kills <count>", "how often, in all columns together; every step is played at least once", count, 200)
  .option("--seed <number>", "where its choices begin, to repeat a run", count, Math.floor(Math.random() * 1_000_000))
  .option("--users <count>", "how many people write", count, 50)
  .addOption(new Option("--columns <names...>", "ways to run the bot").choices(NAMES).default(NAMES))
  .action(run);
await program.parseAsync();

async function run(options: Options): Promise<void> {
  const { kills, seed, users } = options;
  const chosen = columns.filter(({ mode, store }) => options.columns.includes(`${mode}-${store}`));
  const played = chosen.filter(({ store }) => store !== "redis" || isRedisInstalled());
  if (played.length < chosen.length) {
    console.log(`${HOW_TO_GET_REDIS}. The Redis columns are skipped.`);
    if (process.env.HOLDFAST_REQUIRE_ALL === "1") process.exitCode = 1;
  }
  console.log(`seed ${seed}: ${users} users, ${kills} kills over ${played.length} columns`);
  const each = Math.ceil(kills / played.length);
  const begun = performance.now();
  const outcomes = await inPairs(played, (column) =>
    campaign({ column, users, kills: each, seed: seed + columns.indexOf(column), print: console.log }).catch(
      (error: Error) => {
        console.log(`${nameOf(column)} has failed: ${error.message}`);
        return error;
      },
    ),
  );
  report(played, outcomes);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const failed = outcomes.filter((outcome) => outcome instanceof Error);
  if (failed.length > 0) process.exitCode = 1;
  const verdict =
    failed.length > 0 ? `${failed.length} columns failed` : "nothing lost, nothing doubled but what is counted above";
  console.log(
    `\n${verdict}; ${seconds} s. To repeat: --seed ${seed} --kills ${kills} --users ${users} --columns ${options.columns.join(" ")}`,
  );
}

function report(played: readonly Column[], outcomes: readonly (Tally | Error)[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    const column = played[index] as Column;
    console.log(`\n${outcome instanceof Error ? `✘ ${nameOf(column)}\n${outcome.message}` : tableOf(column, outcome)}`);
  }
}

/** Two columns at a time: a bot that starts again is mostly waited for. */
async function inPairs<Part, Result>(parts: readonly Part[], work: (part: Part) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const queue = parts.entries();
  const worker = async () => {
    for (const [index, part] of queue) results[index] = await work(part);
  };
  await Promise.all([worker(), worker()]);
  return results;
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is to be a number.");
  return Number(text);
}
