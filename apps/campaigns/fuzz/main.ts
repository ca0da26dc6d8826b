import { Command, InvalidArgumentError } from "commander";
import { fuzz } from "./campaign.ts";
import { tableOf } from "./report.ts";

const MOST_SHOWN = 5;
/** A number that shares no divisor with that of the kinds of damage, so that it comes to all of them. */
const BOT_EVERY = 20;

interface Options {
  readonly cases: number;
  readonly seed: number;
}

const program = new Command("fuzz")
  .description("damage SQLite stores in every way, and look what the bot makes of them")
  .option("--cases <count>", "how many", count, 1_000)
  .option("--seed <number>", "of the first one, to repeat it", count, Math.floor(Math.random() * 1_000_000))
  .action(run);
await program.parseAsync();

async function run({ cases, seed }: Options): Promise<void> {
  console.log(`${cases} cases, seeds ${seed} to ${seed + cases - 1}; every ${BOT_EVERY}th with the real bot`);
  const begun = performance.now();
  const played = await fuzz({
    cases,
    seed,
    botEvery: BOT_EVERY,
    progress: (done) => done % 100 === 0 && console.log(`${done} …`),
  });
  console.log(`\n${tableOf(played)}`);
  const failed = played.filter(({ outcome }) => outcome.wrongs.length > 0);
  for (const { seed: own, harm, outcome } of failed) {
    console.log(`\n✘ ${harm}, to repeat: --cases 1 --seed ${own}`);
    for (const wrong of outcome.wrongs.slice(0, MOST_SHOWN)) console.log(`  ${wrong}`);
  }
  const seconds = Math.round((performance.now() - begun) / 1_000);
  console.log(`\n${failed.length === 0 ? "nothing wrong" : `${failed.length} cases went wrong`}; ${seconds} s`);
  if (failed.length > 0) process.exitCode = 1;
}

function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It is to be a number.");
  return Number(text);
}
