import { writeFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { HOW_TO_GET_REDIS, isRedisInstalled } from "#stores/testing";
import { CONTENDERS, type Contender } from "./contenders.ts";
import { SETTINGS } from "./loads.ts";
import { environment } from "./report/environment.ts";
import { growthPlot, growthTable } from "./report/growth.ts";
import { loadTable } from "./report/load-table.ts";
import { type Growth, growingStores, measureGrowth } from "./stored-users.ts";
import { compare } from "./under-load.ts";

interface Options {
  readonly rounds: number;
  readonly part: "all" | "load" | "users";
  readonly only: readonly string[];
  readonly quick: boolean;
  readonly plot?: string;
}

const { rounds, part, only, quick, plot } = new Command("npm run bench --")
  .description("Compares Holdfast with its peers: speed and CPU under load, and what stored users cost.")
  .option("--rounds <count>", "how often each is measured; medians count", count, 3)
  .addOption(new Option("--part <part>", "what to measure").choices(["all", "load", "users"]).default("all"))
  .option("--only <words...>", "contenders whose name contains one of these", [])
  .option("--quick", "smaller stores: to see that it works", false)
  .option("--plot <file>", "writes the plot of cost against stored users there, as SVG")
  .parse()
  .opts<Options>();

// Ctrl-C ends the children by itself; leaving by the door lets what is temporary be removed.
process.once("SIGINT", () => process.exit(130));
const asked = ({ name }: Contender) => only.length === 0 || only.some((word) => name.includes(word));
const able = ({ store }: Contender) => store !== "redis" || isRedisInstalled();
if (!isRedisInstalled()) console.log(`Without Redis: ${HOW_TO_GET_REDIS}.`);
console.log(`# Measured\n\n${environment(rounds)}`);
if (part !== "users") await underLoad();
if (part !== "load") await withStoredUsers();

async function underLoad(): Promise<void> {
  const [base, ...others] = CONTENDERS;
  for (const setting of SETTINGS) {
    const comparison = await compare([base, ...others.filter(asked).filter(able)], setting, rounds);
    for (const [index, { title }] of setting.loads.entries()) {
      console.log(`\n## ${setting.title}: ${title}\n\n${loadTable(comparison, index)}`);
    }
  }
}

async function withStoredUsers(): Promise<void> {
  const growths = new Map<Contender, readonly Growth[]>();
  for (const contender of growingStores(CONTENDERS).filter(asked).filter(able)) {
    const sizes = quick ? [0, 1_000, 10_000] : [0, 1_000, 100_000, 1_000_000];
    growths.set(contender, await measureGrowth(contender, sizes, rounds));
  }
  console.log(`\n## Stored users: 1,000 of them send 5 messages each at once\n\n${growthTable(growths)}`);
  if (plot) writeFileSync(plot, growthPlot(growths));
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It must be a whole number from 1 on.");
  return value;
}
