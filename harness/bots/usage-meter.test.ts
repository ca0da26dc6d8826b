import { expect as assert, describe, test } from "vitest";
import { until } from "../world/until.ts";
import { echoBot } from "./echo-bot.fixture.ts";

const family = new URL("./fixtures/hungry-family.mjs", import.meta.url).pathname;
const command = [process.execPath, family] as const;
const MB = 1024 * 1024;

describe("what a bot's process takes", () => {
  test("counts its children, and keeps the most that was seen", async () => {
    await using run = await echoBot({ command });
    const { bot } = run;
    await bot.start({ until: /holding/ });
    const both = await bot.usage();
    assert(both.processes).toBe(2);
    assert(both.cpuSeconds).toBeGreaterThan(0.29);
    assert(both.rssBytes).toBeGreaterThan(150 * MB);
    assert(both.peakRssBytes).toBe(both.rssBytes);

    process.kill(bot.pid ?? 0, "SIGUSR2");
    await until({ look: () => bot.output.includes("alone") || undefined, beats: [bot.wrote], timeoutMs: 5_000 });
    const alone = await bot.usage();
    assert(alone.processes).toBe(1);
    assert(alone.rssBytes).toBeLessThan(both.rssBytes - 100 * MB);
    assert(alone.peakRssBytes).toBe(both.rssBytes);
  });

  test("can be sampled while it runs, in each of its lives", async () => {
    await using run = await echoBot({ sampleEveryMs: 10 });
    const { bot } = run;
    assert(bot.samples).toEqual([]);
    await bot.start();
    await assert.poll(() => bot.samples.length).toBeGreaterThan(3);
    await bot.kill();
    const { length } = bot.samples;
    await bot.start();
    await assert.poll(() => bot.samples.length).toBeGreaterThan(length);
    for (const { processes, rssBytes } of bot.samples) {
      assert(processes).toBe(1);
      assert(rssBytes).toBeGreaterThan(MB);
    }
    const times = bot.samples.map(({ at }) => at);
    assert(times).toEqual(times.toSorted());
  });

  test("is nothing while it is not running", async () => {
    await using run = await echoBot();
    await assert(run.bot.usage()).rejects.toThrow("echo_bot is not running");
    await run.bot.start();
    await run.bot.stop();
    await assert(run.bot.usage()).rejects.toThrow("echo_bot is not running");
  });
});
