import { Command } from "commander";
import { dropAside, listAside, retryAside } from "#core";
import { withBackend } from "./with-backend.ts";

/** `holdfast inbox`: updates that were set aside because handling them failed. */
export function inboxCommand(): Command {
  const inbox = new Command("inbox").description("updates that were set aside because handling them failed");
  inbox
    .command("list")
    .description("show them, oldest first")
    .option("--json", "as JSON, with the updates themselves")
    .action(({ json }: { json?: boolean }) =>
      withBackend(async (backend) => {
        const records = await listAside(backend);
        if (json) console.log(JSON.stringify(records, undefined, 2));
        else if (records.length === 0) console.log("Nothing was set aside.");
        else
          for (const { id, at, update, plugin, reason } of records) {
            console.log(`${id}  ${at}  update ${update.update_id}  ${plugin ?? "-"}  ${reason}`);
          }
      }),
    );
  inbox
    .command("retry <id>")
    .description("put one back into the inbox; a running bot takes it from there")
    .action((id: string) =>
      withBackend(async (backend) => report(await retryAside(backend, id, Date.now()), id, "is back in the inbox")),
    );
  inbox
    .command("drop <id>")
    .description("forget one")
    .action((id: string) => withBackend(async (backend) => report(await dropAside(backend, id), id, "is dropped")));
  return inbox;
}

function report(done: boolean, id: string, what: string): void {
  if (done) {
    console.log(`${id} ${what}.`);
    return;
  }
  console.error(`No update ${id} was set aside. \`holdfast inbox list\` shows which were.`);
  process.exitCode = 1;
}
