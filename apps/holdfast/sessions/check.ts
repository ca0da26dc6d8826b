import { Command } from "commander";
import { type Backend, checkStore, type Finding } from "#core";
import { withProgress } from "../progress.ts";
import { complaints, withBackend } from "../with-backend.ts";

/** `holdfast sessions check`: whether all that is stored is as it should be. */
export function checkCommand(): Command {
  return new Command("check")
    .description("look through the store and every session in it; beside a running bot, too")
    .option("--repair", "correct the marks by which sessions are found")
    .addHelpText("after", "\nExits 1 when something is wrong, and says what to do about it.")
    .action(({ repair = false }: { repair?: boolean }) =>
      withBackend((backend) => check(backend, repair), {
        log: {
          ...complaints,
          error(event, fields) {
            complaints.error(event, fields);
            process.exitCode = 1;
          },
        },
      }),
    );
}

async function check(backend: Backend, repair: boolean): Promise<void> {
  const counts = { wrong: 0, mended: 0, note: 0 };
  const findings: Finding[] = [];
  let sessions = 0;
  await withProgress({ title: "Checking sessions" }, async (progress) => {
    const looked = (more: number) => {
      sessions += more;
      progress.advance(more);
    };
    for await (const finding of checkStore(backend, { repair, progress: looked })) {
      counts[finding.weight] += 1;
      if (counts[finding.weight] <= MOST_TOLD) findings.push(finding);
    }
  });
  for (const { weight, what, remedy } of findings) console.log(`${weight.padEnd(6)}  ${what} ${remedy}`.trimEnd());
  if (counts.wrong > MOST_TOLD) console.log(`…       and ${counts.wrong - MOST_TOLD} more that are wrong.`);
  console.log(`${sessions} ${sessions === 1 ? "session" : "sessions"} checked, ${verdict(counts)}.`);
  if (counts.wrong > 0) process.exitCode = 1;
}

function verdict({ wrong, mended }: Record<Finding["weight"], number>): string {
  const found = wrong === 0 ? "nothing is wrong" : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong`;
  return mended > 0 ? `${mended} mended, ${found}` : found;
}

const MOST_TOLD = 100;
