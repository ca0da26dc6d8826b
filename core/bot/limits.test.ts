import { describe, expect, test, vi } from "vitest";
import { type BotOptions, createBot, type WaitingLimits } from "#core";
import { freePort, expect as see, type User } from "#harness";
import { memoryBackend } from "#stores";
import { pluginOf, setStage } from "../testing/stage.fixture.ts";

/** A bot whose handlers wait until they may go on. */
function gated() {
  const gate = Promise.withResolvers<void>();
  const Gated = pluginOf("gated", (bot) => {
    bot.on("message:text", async (ctx) => {
      if (ctx.msg.text === "quick") return void (await ctx.reply("at once"));
      await gate.promise;
      await ctx.reply(`heard ${ctx.msg.text}`);
    });
  });
  return { plugins: [Gated], open: gate.resolve };
}

async function crowded(limits: Partial<WaitingLimits>, options: Partial<BotOptions> = {}) {
  const { plugins, open } = gated();
  const stage = await setStage({ plugins, limits, ...options });
  const say = async (...texts: string[]) => {
    for (const text of texts) await stage.alice.send(text);
  };
  const settings = { token: stage.account.token, apiRoot: stage.telegram.apiRoot, backend: stage.backend };
  return { ...stage, say, open, settings };
}

const LIMIT = "✋ 3 of your messages are waiting, so I take no more until half of them are done";

const AGAIN =
  "👋 I take your messages again; 2 that came meanwhile were not taken, so please send again what still matters.";

const spoken = (user: User) => user.messages().flatMap(({ from, text }) => (from?.is_bot ? (text ?? "") : []));

describe("the limit of one user", () => {
  test("is told once when it is reached, and with how many were not taken when there is room again", async () => {
    await using stage = await crowded({ perUser: 3 });
    const { alice, bob, say, open, log } = stage;
    await say("1", "2", "3", "4", "5");
    await see(alice).toSee(LIMIT);
    await bob.send("quick");
    await see(bob).toSee("at once");
    open();
    await see(alice).toSee(AGAIN);
    await say("6");
    await see(alice).toSee("heard 6");
    const told = spoken(alice);
    for (const text of ["heard 1", "heard 2", "heard 3", "heard 6"]) expect(told).toContain(text);
    expect(told).toHaveLength(6);
    expect(log.of("limit of waiting updates left").map(({ fields }) => fields?.notTaken)).toEqual([2]);
  });

  test("answers a button that was pressed beyond it", async () => {
    const gate = Promise.withResolvers<void>();
    const Buttons = pluginOf("buttons", (bot) => {
      bot.command("button", (ctx) =>
        ctx.reply("Here.", { reply_markup: { inline_keyboard: [[{ text: "Press", callback_data: "x" }]] } }),
      );
      bot.on("message:text", () => gate.promise);
    });
    await using stage = await setStage({ plugins: [Buttons], limits: { perUser: 1 }, expectsWrongs: true });
    const { alice } = stage;
    await alice.send("/button");
    await see(alice).toSee("Here.");
    await alice.send("hold on");
    expect(await alice.press("Press")).toBe("✋ Not taken: too many of your messages are waiting.");
    gate.resolve();
  });

  test("is told to the end after a restart, too", async () => {
    await using stage = await crowded({ perUser: 3 });
    const { alice, say, open, settings, bot } = stage;
    await say("1", "2", "3", "4", "5");
    await see(alice).toSee(LIMIT);
    const stopping = bot.stop();
    open();
    await stopping;
    const { plugins, open: openAgain } = gated();
    openAgain();
    const next = createBot({ ...settings, plugins, limits: { perUser: 3 } });
    await next.start();
    await vi.waitFor(() => expect(spoken(alice)).toContain("heard 3"));
    await vi.waitFor(() => expect(spoken(alice)).toContain(AGAIN));
    await next.stop();
    const third = createBot({ ...settings, plugins });
    await third.start();
    await third.stop();
    expect(spoken(alice)).toHaveLength(5);
  });
});

describe("the limit of all", () => {
  test("leaves what comes with Telegram, tells each user once, and takes it when there is room", async () => {
    await using stage = await crowded({ inAll: 3 });
    const { alice, bob, say, open, log } = stage;
    await say("1", "2", "3");
    await vi.waitFor(() => expect(log.of("updates left with Telegram: too many wait")).toHaveLength(1));
    await say("4", "5");
    await bob.send("quick");
    const full = "⏳ I have more to do than I can hold right now.";
    await see(alice).toSee(full);
    open();
    await see(alice).toSee("heard 5");
    await see(bob).toSee("at once");
    expect(spoken(alice).filter((text) => text.startsWith(full))).toHaveLength(1);
    expect(log.of("updates taken again")).not.toEqual([]);
  });

  test("is told to the webhook's sender, whose update comes again", async () => {
    const port = await freePort();
    const webhook = { url: `http://127.0.0.1:${port}/updates` };
    await using stage = await crowded({ inAll: 1 }, { port, webhook, backend: memoryBackend() });
    const { alice, bob, say, open } = stage;
    await say("1");
    await vi.waitFor(() => expect(stage.bot.health.idle).toBe(false));
    await bob.send("quick");
    await see(bob).toSee("⏳ I have more to do than I can hold right now.");
    open();
    await see(alice).toSee("heard 1");
    await see(bob).toSee("at once", { within: 10_000 });
  });

  test("does not keep a bot from stopping", async () => {
    await using stage = await crowded({ inAll: 1 });
    const { alice, say, open, bot } = stage;
    await say("1");
    await vi.waitFor(() => expect(bot.health.idle).toBe(false));
    await say("2");
    await see(alice).toSee("⏳ I have more");
    open();
    await bot.stop();
  });
});
