import { Command } from "commander";
import { type AuditEntry, pruneAudit, readAudit } from "#core";
import { olderThan } from "./older-than.ts";
import { print } from "./print.ts";
import { withBackend } from "./with-backend.ts";

/** `holdfast audit`: what agents asked permission for, and what was said. */
export function auditCommand(): Command {
  const audit = new Command("audit")
    .description("what agents asked permission for, who decided, and how; oldest first")
    .option("--json", "as JSON, with all there was to judge by")
    .action(({ json }: { json?: boolean }) =>
      withBackend(async (backend) => {
        const entries = await readAudit(backend);
        if (json) console.log(JSON.stringify(entries, undefined, 2));
        else if (entries.length === 0) console.log("Nothing was asked for yet.");
        else for (const entry of entries) console.log(lineOf(entry));
      }),
    );
  audit
    .command("prune")
    .description("remove entries that are older; without --yes only says which")
    .option("--older-than <days>", "such as 90d", "90d")
    .option("--yes", "remove them")
    .addHelpText("after", HELP)
    .action(({ olderThan: age, yes = false }: { olderThan: string; yes?: boolean }) =>
      withBackend(async (backend) => {
        let count = 0;
        for await (const entry of pruneAudit(backend, { before: olderThan(age), pretend: !yes })) {
          count += 1;
          await print(`${yes ? "removed" : "would remove"}  ${lineOf(entry)}`);
        }
        const what = `${count} ${count === 1 ? "entry" : "entries"}`;
        console.log(`${what} ${yes ? "removed" : "would be removed; add --yes to do it"}.`);
      }),
    );
  return audit;
}

const HELP = `
Nothing else ever removes an entry, unless the bot is told to: HOLDFAST_HOUSEKEEPING_AUDIT_DAYS=365. Safe beside a running bot.`;

const lineOf = ({ at, userId, requestId, tool, title, outcome }: AuditEntry) =>
  `${at}  user ${userId}  ${outcome}  ${tool}  ${title.replace(/\s+/g, " ")}  (${requestId})`;
