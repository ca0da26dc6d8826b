import { Command } from "commander";
import { type Backend, type Imported, importSession, type MovingSession, removeSession, sessionsOfOthers } from "#core";
import { print } from "../print.ts";
import { withProgress } from "../progress.ts";
import { withBackend, withOwnedBackend } from "../with-backend.ts";
import { type Source, sourceOf } from "./import-source.ts";
import { openInput } from "./input-file.ts";
import { checkedZone } from "./pickle/python-time.ts";

interface Options {
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  readonly timezone?: string;
}

/** `holdfast sessions import`: takes sessions in from a file, all of it or nothing. */
export function importCommand(): Command {
  return new Command("import")
    .argument("<file>", "what `export` wrote, or a bot_data.pkl of python-telegram-bot; - is standard input")
    .description("take sessions in from a file; beside a running bot, unless with --replace")
    .option("--replace", "the store's sessions become exactly the file's; not beside a running bot")
    .option("--dry-run", "only say what would happen")
    .option("--timezone <zone>", "where the Python bot ran, as its times may not say; default: this machine's")
    .addHelpText("after", HELP)
    .action(async (file: string, { replace = false, dryRun = false, timezone }: Options) => {
      const zone = checkedZone(timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
      await using input = await openInput(file);
      const source = await sourceOf(input, zone);
      // All of it is checked before the first is taken in.
      const total = await countOf(source);
      const open = replace && !dryRun ? withOwnedBackend : withBackend;
      await open((backend) => takeIn(backend, source, { total, replace, dryRun }), {
        absent: dryRun ? "pretend" : "create",
      });
    });
}

const HELP = `
Of two sessions of one user the one that was active later stays, and the output says which it was; a stored one with
unfinished turns stays in any case. With --replace the file's stay, and users who are not in it are removed.
Unfinished turns of the file are not run: they wait for Retry or Discard, which the user gets with the next message.
A file in which anything is wrong is not taken in at all. Of a pickle no code is run, and only user_data is taken.`;

async function countOf(source: Source): Promise<number> {
  let count = 0;
  for await (const _ of source.sessions()) count += 1;
  return count;
}

interface Work {
  readonly total: number;
  readonly replace: boolean;
  readonly dryRun: boolean;
}

async function takeIn(backend: Backend, source: Source, work: Work): Promise<void> {
  const { replace, dryRun } = work;
  for (const remark of source.remarks) console.log(remark);
  const counts = { created: 0, replaced: 0, kept: 0, unchanged: 0, removed: 0 };
  const users = new Set<number>();
  const told: string[] = [];
  try {
    await importAll(backend, source, work, (userId, { outcome, reason }) => {
      counts[outcome] += 1;
      users.add(userId);
      // What everybody expects is only counted.
      if (reason !== undefined) told.push(`${dryRun ? WOULD[outcome] : outcome} ${userId}: ${reason}`);
    });
  } finally {
    // Not before, for it would be written into the bar.
    for (const line of told) await print(line);
  }
  if (replace) {
    for await (const [userId, raw] of sessionsOfOthers(backend, users)) {
      if (!dryRun && !(await removeSession(backend, userId, raw))) continue;
      await print(`${dryRun ? "would remove" : "removed"} ${userId}: not in the file`);
      counts.removed += 1;
    }
  }
  console.log(summary(counts, dryRun));
}

/** Many at a time, which a store writes together; a file has each user once, so that none of them meets another. */
async function importAll(
  backend: Backend,
  source: Source,
  { total, replace, dryRun }: Work,
  done: (userId: number, imported: Imported) => void,
): Promise<void> {
  await withProgress({ title: "Importing sessions", total }, async (progress) => {
    const importOne = (session: MovingSession) => importSession(backend, session, { replace, pretend: dryRun });
    for await (const group of inGroups(source.sessions())) {
      const outcomes = await Promise.all(group.map(importOne));
      for (const [index, { userId }] of group.entries()) {
        const imported = outcomes[index];
        if (imported) done(userId, imported);
      }
      progress.advance(group.length);
    }
  });
}

async function* inGroups<T>(items: AsyncIterable<T> | Iterable<T>): AsyncGenerator<readonly T[], void, undefined> {
  let group: T[] = [];
  for await (const item of items) {
    if (group.push(item) < AT_ONCE) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

const AT_ONCE = 100;
const WOULD = { created: "would create", replaced: "would replace", kept: "would keep", unchanged: "would leave" };

function summary(counts: Record<string, number>, dryRun: boolean): string {
  const parts = Object.entries(counts).filter(([outcome, count]) => count > 0 || outcome === "created");
  const list = parts.map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return dryRun ? `Nothing was changed. It would be: ${list}.` : `Sessions: ${list}.`;
}
