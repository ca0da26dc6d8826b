import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "#harness";
import { AWAY, linesOf, outageIn } from "./outage.ts";
import { scenario } from "./scenario.ts";
import { answerTo, statusOf } from "./status.ts";

/** Longer than the lease of 5 s, after which another process may become the owner. */
const OUTAGE_MS = 8_000;
/** Over while Redis is away, and after the lease. */
const WORK_MS = 6_000;
const RECEIPT = "I was interrupted";

const working = {
  on: "redis",
  redis: ["--appendonly", "yes", "--appendfsync", "always"],
  env: () => ({ ECHO_DELAY: String(WORK_MS) }),
} as const;

for (const how of ["falls silent", "is gone"] as const) {
  scenario(
    `Redis ${how} for longer than the lease while the agent works: its answer is kept, and delivered once`,
    working,
    async ({ alice, bob, redis, bot, note }) => {
      assert.ok(redis);
      await bob.send("/start");
      await expect(bob).toSee("Session Status: new");
      await alice.send("long work");
      await expect(alice).toSeeDraft("🪞 Echo", { within: WORK_MS });
      const before = linesOf(bot).length;
      const begun = performance.now();
      await (how === "is gone" ? redis.kill() : redis.freeze());
      // Told when her answer is there and can't be written down, and not before.
      await expect(alice).toSee(AWAY, { within: WORK_MS + 3_000 });
      await pause(Math.max(0, begun + OUTAGE_MS - performance.now()));
      await (how === "is gone" ? redis.start() : redis.thaw());

      await expect(alice).toSee(answerTo("long work"), { within: 15_000 });
      assert.equal((await statusOf(alice)).turnCount, 1);
      const texts = alice.messages().map(({ text }) => text ?? "");
      assert.equal(texts.filter((text) => text.includes(AWAY)).length, 1, "told once");
      assert.equal(texts.filter((text) => text.includes(RECEIPT)).length, 0, "neither bot nor agent died");
      assert.equal(texts.filter((text) => answerTo("long work").test(text)).length, 1, "answered once");
      assert.ok(!bob.messages().some(({ text }) => text?.includes(AWAY)), "who waits for nothing is not told");
      assert.equal(await bot.stop(), 0);
      const { ms } = outageIn(linesOf(bot).slice(before), [/did not answer/]);
      note(`away for ${(ms / 1000).toFixed(1)} s, the agent at work for ${WORK_MS / 1000} s: one answer, no receipt`);
    },
  );
}
