import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { BotProcess } from "#harness";
import type { StoreTrap } from "./step-watch.ts";
import type { StoreGate } from "./store-gate.ts";

// The compiled one, whether this file is or not: the bot's process has no loader for the sources.
const PRELOAD = `file://${import.meta.dirname.replace(/(\/dist)?\/apps\/campaigns/, "/dist/apps/campaigns")}/sqlite-preload.js`;

/** Between the bot and its SQLite file: a module in the bot's process, which stands still where it is told to. */
export class SqliteGate implements StoreGate {
  private readonly file: string;

  constructor(directory: string) {
    this.file = join(directory, "trap.json");
  }

  /** What Node is told, in front of the bot's program. */
  get arguments(): readonly string[] {
    return ["--import", `${PRELOAD}?trap=${encodeURIComponent(this.file)}`];
  }

  async set(trap: StoreTrap, bot: BotProcess, held: () => void): Promise<void> {
    await writeFile(this.file, JSON.stringify(trap));
    if (bot.pid !== undefined) process.kill(bot.pid, "SIGUSR2");
    await said(bot, `trap ${trap.number} set\n`);
    void said(bot, `trap ${trap.number} held\n`).then(held, () => {});
  }

  lift(): void {}

  async [Symbol.asyncDispose](): Promise<void> {}
}

async function said(bot: BotProcess, line: string): Promise<void> {
  while (!bot.output.includes(line)) {
    if (!bot.running) throw new Error(`The bot ended before it said "${line.trim()}".`);
    await bot.wrote.next();
  }
}
