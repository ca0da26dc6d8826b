import assert from "node:assert/strict";
import { expect } from "#harness";
import { scenario } from "./scenario.ts";
import { statusOf } from "./status.ts";

const wish = { on: "polling · sqlite" } as const;

scenario(
  "A request for permission survives kill -9: its buttons lead to Retry, and what was allowed for the session stays so",
  wish,
  async ({ alice, bot, holdfast, note }) => {
    await alice.send("ask git push");
    await expect(alice).toSee("🔐 Bash needs your permission:\nRun a command\n\ngit push");
    await bot.kill();
    await bot.start();
    await expect(alice).toSee("I was interrupted while working on this:\n\n“ask git push”", { within: 10_000 });

    await alice.press("Allow for this session");
    await expect(alice).toSee("✅ Allowed for this session.\n⚠️ But the request was interrupted meanwhile.");
    await alice.press("🔁 Retry");
    await expect(alice).toSee(": I would now run: git push", { within: 10_000 });
    await expect(alice).toSeeNothing();
    assert.equal((await statusOf(alice)).turnCount, 1);

    const { output } = await holdfast(["audit"]);
    const outcomes = [...output.matchAll(/user \d+ {2}(.+?) {2}Bash/g)].map(([, outcome]) => outcome);
    assert.deepEqual(outcomes, ["asked", "allowed for the session", "allowed earlier"]);
    note(`killed while the question waited; audit log: ${outcomes.join(", ")}`);
  },
);

scenario("An album whose bot is killed in its midst is one turn with all of its pictures", wish, async (stage) => {
  const { alice, bot, note } = stage;
  await alice.sendAlbum([{ kind: "photo", caption: "Compare" }, { kind: "photo" }, { kind: "photo" }]);
  await bot.kill();
  await bot.start();
  await expect(alice).toSee(/: Compare(\n📎 photo-\d+\.jpg \(\d+ bytes\)){3}$/, { within: 10_000 });
  await expect(alice).toSeeNothing();
  assert.equal((await statusOf(alice)).turnCount, 1);
  note("killed as soon as the album was sent; answered once, with three pictures, counted once");
});
