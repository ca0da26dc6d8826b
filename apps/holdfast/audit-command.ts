import { Command } from "commander";
import { readAudit } from "#core";
import { withBackend } from "./with-backend.ts";

/** `holdfast audit`: what agents asked permission for, and what was said. */
export function auditCommand(): Command {
  return new Command("audit")
    .description("what agents asked permission for, who decided, and how; oldest first")
    .option("--json", "as JSON, with all there was to judge by")
    .action(({ json }: { json?: boolean }) =>
      withBackend(async (backend) => {
        const entries = await readAudit(backend);
        if (json) console.log(JSON.stringify(entries, undefined, 2));
        else if (entries.length === 0) console.log("Nothing was asked for yet.");
        else
          for (const { at, userId, requestId, tool, title, outcome } of entries) {
            console.log(`${at}  user ${userId}  ${outcome}  ${tool}  ${title.replace(/\s+/g, " ")}  (${requestId})`);
          }
      }),
    );
}
