import { Command } from "commander";
import { type Pruned, prune } from "#core";
import { olderThan } from "../older-than.ts";
import { print } from "../print.ts";
import { withBackend } from "../with-backend.ts";

/** `holdfast sessions prune`: removes what has not been used for long. */
export function pruneCommand(): Command {
  return new Command("prune")
    .description("remove sessions that have been inactive; without --yes only says which")
    .option("--older-than <days>", "such as 7d", "7d")
    .option("--yes", "remove them")
    .addHelpText("after", HELP)
    .action(({ olderThan: age, yes = false }: { olderThan: string; yes?: boolean }) =>
      withBackend(async (backend) => {
        const counts: Counts = { session: 0, busy: 0, quarantined: 0, orphan: 0, undecided: 0 };
        for await (const pruned of prune(backend, { before: olderThan(age), pretend: !yes })) {
          counts[pruned.what] += 1;
          const line = lineOf(pruned);
          if (line !== undefined) await print(line.replace("remove", yes ? "removed" : "would remove"));
        }
        for (const line of summary(counts, yes)) console.log(line);
      }),
    );
}

const HELP = `
Also removes damaged bytes that were set aside as long ago, and prompts and answers that belong to no session any more.
Users with unfinished turns stay. What plugins keep beside the sessions is not touched. What an agent keeps of the users'
conversations is removed by the bot, at its next start. Safe beside a running bot.`;

type Counts = Record<Pruned["what"], number>;

function lineOf(pruned: Pruned): string | undefined {
  switch (pruned.what) {
    case "session":
      return `remove ${pruned.userId}  last active ${pruned.lastActive}`;
    case "quarantined":
      return `remove ${pruned.key}`;
    case "undecided":
      return `Prompts and answers without a session were left alone. ${pruned.reason}`;
    default:
      return undefined;
  }
}

function summary({ session, busy, quarantined, orphan }: Counts, yes: boolean): readonly string[] {
  const extras = [
    ...(quarantined > 0 ? [`${quarantined} damaged ${quarantined === 1 ? "copy" : "copies"} set aside`] : []),
    ...(orphan > 0 ? [`${orphan} ${orphan === 1 ? "text" : "texts"} of no session`] : []),
  ];
  const what = [`${session} ${session === 1 ? "session" : "sessions"}`, ...extras].join(", ");
  return [
    ...(busy > 0 ? [`${busy} inactive ${busy === 1 ? "user" : "users"} left alone because of unfinished turns.`] : []),
    `${what} ${yes ? "removed" : "would be removed; add --yes to do it"}.`,
  ];
}
