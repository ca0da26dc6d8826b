import { Command, InvalidArgumentError, Option } from "commander";
import { HOW_TO_GET_REDIS, isRedisInstalled } from "#stores/testing";
import { lacksForClaude, measureClaudeTurns } from "./claude-turns.ts";
import { CONTENDERS, type Contender } from "./contenders.ts";
import { brokenPromises, callTable, compareCalls } from "./fake-telegram/compare.ts";
import { SETTINGS } from "./loads.ts";
import { writeBetweenMarks } from "./report/between-marks.ts";
import { claudeTable } from "./report/claude-table.ts";
import { environment } from "./report/environment.ts";
import { growthPlot, growthTable } from "./report/growth.ts";
import { loadTable } from "./report/load-table.ts";
import { summary } from "./report/summary.ts";
import { turnTable } from "./report/turn-table.ts";
import { writeResults } from "./report/write-results.ts";
import { type Growth, growingStores, measureGrowth } from "./stored-users.ts";
import { measureTurns } from "./turns.ts";
import { type Comparison, compare } from "./under-load.ts";

interface Options {
  readonly rounds: number;
  readonly part: "all" | "load" | "users" | "telegram" | "turns";
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly write: boolean;
}

const { rounds, part, only, quick, write } = new Command("npm run bench --")
  .description("Compares Holdfast with its peers: speed and CPU under load, and what stored users cost.")
  .option("--rounds <count>", "how often each is measured; medians count", count, 3)
  .addOption(
    new Option("--part <part>", "what to measure")
      .choices(["all", "load", "users", "telegram", "turns"])
      .default("all"),
  )
  .option("--only <words...>", "contenders whose name contains one of these", [])
  .option("--quick", "smaller stores, shorter loads: to see that it works", false)
  .option("--write", "puts the results of a whole run, or of --part telegram or turns, where they are shown", false)
  .parse()
  .opts<Options>();

/** Turns, and users who have them. */
const AT_ONCE = 20;
const TURN_MARKS = ["<!-- measured by npm run bench -- --part turns --write -->", "<!-- measured -->"] as const;
const CALL_MARKS = ["<!-- measured by npm run bench -- --part telegram --write -->", "<!-- measured -->"] as const;

// Ctrl-C ends the children by itself; leaving by the door lets what is temporary be removed.
process.once("SIGINT", () => process.exit(130));
const asked = ({ name }: Contender) => only.length === 0 || only.some((word) => name.includes(word));
const able = ({ store }: Contender) => store !== "redis" || isRedisInstalled();
const page: string[] = [];
const say = (text: string) => {
  page.push(text);
  console.log(`${text}\n`);
};

if (!isRedisInstalled()) console.log(`Without Redis: ${HOW_TO_GET_REDIS}.`);
const measuredOn = environment(rounds);
say(`# Measured\n\n${measuredOn}`);
const asksFor = (one: Options["part"]) => part === "all" || part === one;
const comparisons = asksFor("load") ? await underLoad() : [];
const growths = asksFor("users") ? await withStoredUsers() : new Map();
if (asksFor("telegram")) await theFakeTelegram();
if (asksFor("turns")) await theTurns();
const [without, latency] = comparisons;
if (write && without && latency && growths.size > 0) {
  const table = summary({ comparison: without, load: 0 }, { comparison: latency, load: 2 });
  const results = { page: `${page.join("\n\n")}\n`, plot: growthPlot(growths), summary: `${measuredOn}\n\n${table}` };
  writeResults(results);
}

async function theFakeTelegram(): Promise<void> {
  const comparison = await compareCalls(rounds, quick ? 0.3 : 3);
  const figures = callTable(comparison);
  say(`## The fake Telegram: sendMessage over 50 kept connections, on one core\n\n${figures}`);
  if (write) writeBetweenMarks("harness/README.md", CALL_MARKS, `${measuredOn}\n\n${figures}`);
  const broken = brokenPromises(comparison);
  for (const what of broken) console.error(what);
  if (broken.length > 0) process.exitCode = 1;
}

async function theTurns(): Promise<void> {
  const here = environment();
  const own = turnTable(AT_ONCE, await measureTurns(AT_ONCE));
  say(`## Turns: what the bot adds to the time of its agent\n\n${own}`);
  const missing = await lacksForClaude();
  if (missing !== undefined) return console.log(missing);
  const withClaude = claudeTable(AT_ONCE, await measureClaudeTurns(AT_ONCE));
  say(`## Turns with Claude Code\n\n${withClaude}`);
  if (write) writeBetweenMarks("apps/bench/README.md", TURN_MARKS, [here, own, withClaude].join("\n\n"));
}

async function underLoad(): Promise<Comparison[]> {
  const [base, ...others] = CONTENDERS;
  const found: Comparison[] = [];
  for (const setting of SETTINGS) {
    const comparison = await compare([base, ...others.filter(asked).filter(able)], setting, rounds);
    for (const [index, { title }] of setting.loads.entries()) {
      say(`## ${setting.title}: ${title}\n\n${loadTable(comparison, index)}`);
    }
    found.push(comparison);
  }
  return found;
}

async function withStoredUsers(): Promise<ReadonlyMap<Contender, readonly Growth[]>> {
  const found = new Map<Contender, readonly Growth[]>();
  for (const contender of growingStores(CONTENDERS).filter(asked).filter(able)) {
    const sizes = quick ? [0, 1_000, 10_000] : [0, 1_000, 100_000, 1_000_000];
    found.set(contender, await measureGrowth(contender, sizes, rounds));
  }
  say(`## Stored users: 1,000 of them send 5 messages each at once\n\n${growthTable(found)}`);
  return found;
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return value;
}
