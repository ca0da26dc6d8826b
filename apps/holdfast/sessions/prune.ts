import { Command } from "commander";
import { openSessions, SetupInvalid } from "#core";
import { withBackend } from "../with-backend.ts";

/** `holdfast sessions prune`: removes what has not been used for long. */
export function pruneCommand(): Command {
  return new Command("prune")
    .description("remove sessions that have been inactive; without --yes only says which")
    .option("--older-than <days>", "such as 7d", "7d")
    .option("--yes", "remove them")
    .action(({ olderThan, yes }: { olderThan: string; yes?: boolean }) =>
      withBackend(async (backend) => {
        const store = openSessions(backend);
        let count = 0;
        for await (const session of store.inactiveSince(Date.now() - daysOf(olderThan) * DAY_MS)) {
          if (yes && !(await store.delete(session))) continue; // it came back to life meanwhile
          count += 1;
          console.log(`${yes ? "removed" : "would remove"} ${session.userId}  last active ${session.lastActive}`);
        }
        console.log(
          `${count} ${count === 1 ? "session" : "sessions"} ${yes ? "removed" : "would be removed; add --yes to do it"}.`,
        );
      }),
    );
}

function daysOf(text: string): number {
  const days = Number(/^(\d+)d$/.exec(text)?.[1] ?? Number.NaN);
  if (Number.isNaN(days)) throw new SetupInvalid(`"${text}" is no number of days.`, "Write it like 7d.");
  return days;
}

const DAY_MS = 86_400_000;
