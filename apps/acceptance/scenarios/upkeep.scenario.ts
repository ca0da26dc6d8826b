import assert from "node:assert/strict";
import { join } from "node:path";
import { newSessionId } from "#core";
import { soundness } from "../stage/soundness.ts";
import { type AssistantStage, scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

const DAY_MS = 86_400_000;
const PEOPLE = 8;
const LONG_GONE = 999_999_999;

scenario(
  "Commands beside a bot under load harm nobody, on SQLite and on Redis",
  // So that at most moments somebody's turn is running.
  { on: "polling", env: () => ({ ECHO_DELAY: "30" }) },
  async (stage) => {
    const { telegram, store, directory, note } = stage;
    const people = Array.from({ length: PEOPLE }, (_, index) => telegram.user({ firstName: `Person ${index}` }));
    await store.open(async (sessions, backend) => {
      // A compaction would let the count begin again.
      for (const { id } of people)
        await sessions.update(id, (session) => session.setPreferences({ autoCompact: false }));
      const id = newSessionId(LONG_GONE);
      await sessions.update(LONG_GONE, (session) => {
        session.begin(id);
        session.touch(Date.now() - 8 * DAY_MS);
      });
      await backend.compareAndSet("prompt:orphan", undefined, "of a handler that was killed");
    });
    let busy = true;
    const counts = people.map(async (user) => {
      let sent = 0;
      while (busy || sent < 5) await ask(user, `number ${++sent}`);
      return sent;
    });
    const file = join(directory, "users.jsonl");
    const told = await work(stage, file).finally(() => {
      busy = false;
    });
    const sent = await Promise.all(counts);
    for (const [index, user] of people.entries()) assert.equal((await statusOf(user)).turnCount, sent[index]);
    const contents = await store.contents();
    assert.ok(!contents.has(`session:${LONG_GONE}`));
    assert.ok(!contents.has("prompt:orphan"));
    const all = sent.reduce((sum, count) => sum + count);
    note(`${all} messages by ${PEOPLE} people beside ${told} commands, each counted once; ${await soundness(stage)}`);
  },
);

/** An operator who does everything at the worst time. @returns how many commands it were. */
async function work({ holdfast }: AssistantStage, file: string): Promise<number> {
  let commands = 0;
  const run = async (expected: RegExp, ...args: string[]) => {
    const { code, output } = await holdfast(["sessions", ...args]);
    assert.equal(code, 0, output);
    assert.match(output, expected);
    commands += 1;
  };
  await run(/sessions exported\.$/, "export", file);
  await run(/^USER .*\n/, "list");
  await run(new RegExp(`^removed ${LONG_GONE} `, "m"), "prune", "--older-than", "7d", "--yes");
  // Brings back who was removed, and nobody else: the others have gone on since.
  await run(/^Sessions: 1 created, /m, "import", file);
  await run(/checked, nothing is wrong\.$/, "check");
  await run(/sessions exported\.$/, "export", file);
  await run(/^Sessions: 0 created, /m, "import", file);
  await run(new RegExp(`^removed ${LONG_GONE} `, "m"), "prune", "--older-than", "7d", "--yes");
  await run(/checked, nothing is wrong\.$/, "check");
  return commands;
}
