import { expect as assert, describe, test } from "vitest";
import { BotProcess, defineScenarios, expect, freePort, setStage } from "./index.ts";

const echoBot = new URL("./bots/fixtures/echo-bot.mjs", import.meta.url).pathname;

interface Setup {
  readonly updates: "polling" | "webhook";
}

const { scenario, scenarios } = defineScenarios<Setup, Record<string, string>>({
  async startBot({ telegram, directory }, { updates }, wish) {
    const port = String(await freePort());
    const idleProbe = updates === "webhook" ? { idleProbe: `http://127.0.0.1:${port}/healthz` } : {};
    const account = telegram.bot({ username: "echo_bot", ...idleProbe });
    const env = { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot, COUNT_FILE: `${directory}/count`, ...wish };
    const bot = new BotProcess({
      telegram,
      account,
      command: [process.execPath, echoBot],
      env: { ...env, ...(updates === "webhook" && { WEBHOOK_PORT: port }) },
    });
    await bot.start();
    return bot;
  },
});

scenario("Alice and Bob are answered, each in their own chat", async ({ alice, bob, telegram }) => {
  await alice.send(`my word is ${telegram.canaries.plant(alice, "heliotrope")}`);
  await bob.send("good day");
  await expect(alice).toSee("heliotrope");
  await expect(bob).toSee("good day");
  await expect(bob).toSeeNothing();
});

scenario("a button is answered", async ({ alice }) => {
  await alice.send("/buttons");
  assert(await alice.press("Yes")).toBe("pressed yes");
});

scenario("a group is answered in the group", async ({ alice, group }) => {
  const family = group({ members: [alice] });
  await alice.send("/hello", { in: family });
  await expect(alice).toSee("You said: /hello", { in: family });
});

scenario("what was counted survives kill -9", async ({ alice, bot }) => {
  await alice.send("/count");
  await expect(alice).toSee("Count: 1");
  await bot.kill();
  await alice.send("/count");
  await bot.start();
  await expect(alice).toSee("Count: 2");
});

describe.each<Setup>([{ updates: "polling" }, { updates: "webhook" }])("by $updates", (setup) => {
  test.each(scenarios)("$title", ({ run }) => run(setup));
});

test("a scenario that is begun on a stage of one's own leaves everything there as it was at its end", async () => {
  await using stage = await setStage();
  const wanted = scenarios.find(({ title }) => title === "what was counted survives kill -9");
  const { bot, play } = await wanted!.begin({ updates: "polling" }, stage);
  await using _ = bot;
  await play();
  assert(bot.running).toBe(true);
  await stage.alice.send("/count");
  await expect(stage.alice).toSee("Count: 3");
});

describe("a scenario", () => {
  const only = (title: string) => scenarios.find((candidate) => candidate.title === title)!;

  scenario("fails when the bot calls what is not there", async ({ alice }) => {
    await alice.send("/unknown");
    await expect(alice).toSeeNothing();
  });
  scenario("fails when the bot writes its token", async ({ alice }) => {
    await alice.send("/leak");
    await expect(alice).toSeeNothing();
  });
  scenario("can ask for a bot of its own kind", { CRASH_AT_START: "yes" }, async () => {});

  test("fails when the bot calls what is not there", async () => {
    const { run } = only("fails when the bot calls what is not there");
    await assert(run({ updates: "polling" })).rejects.toThrow("unknown method: echo_bot called sendHologram");
  });

  test("fails when the bot writes its token", async () => {
    const { run } = only("fails when the bot writes its token");
    await assert(run({ updates: "polling" })).rejects.toThrow("token in output: echo_bot wrote its token");
  });

  test("can ask for a bot of its own kind", async () => {
    const { run } = only("can ask for a bot of its own kind");
    await assert(run({ updates: "polling" })).rejects.toThrow("no courage");
  });
});
