import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { createBot, type Plugin, StoreUnavailable } from "#core";
import { freePort, expect as see, startTelegram } from "#harness";
import { memoryBackend, sqliteBackend } from "#stores";
import { RecordedLog } from "../testing/recorded-log.fixture.ts";
import { pluginOf, setStage } from "../testing/stage.fixture.ts";

const Parrot = pluginOf("parrot", (bot) => {
  bot.on("message:text", (ctx) => ctx.reply(`heard ${ctx.msg.text}`));
});

describe("a start", () => {
  test("waits for a Telegram that is away, and a stop does not wait for it", async () => {
    const log = new RecordedLog();
    const apiRoot = `http://127.0.0.1:${await freePort()}`;
    const bot = createBot({ token: "1:x", apiRoot, backend: memoryBackend(), plugins: [], log });
    const run = bot.run();
    await vi.waitFor(() => expect(log.of("Telegram became unavailable")).toHaveLength(1));
    await bot.stop();
    await run;
    expect(log.of("started")).toEqual([]);
  });

  test("of a second bot on one store waits until the first has ended, and says so once", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "owner-"));
    const file = join(directory.path, "bot.sqlite");
    await using first = await setStage({ plugins: [Parrot], backend: sqliteBackend({ file }) });
    const log = new RecordedLog();
    const { token } = first.account;
    const second = createBot({
      token,
      apiRoot: first.telegram.apiRoot,
      backend: sqliteBackend({ file }),
      plugins: [Parrot],
      log,
    });
    const started = second.start();
    await vi.waitFor(() => expect(log.of("waiting: another process owns the store")).toHaveLength(1));
    expect(second.health.ready).toBe(false);
    await first.bot.stop();
    await started;
    await first.alice.send("hello");
    await see(first.alice).toSee("heard hello", { within: 5_000 });
    expect(log.of("waiting: another process owns the store")).toHaveLength(1);
    await second.stop();
  });

  test("sends the menu of all plugins, and only when it changed", async () => {
    await using telegram = await startTelegram();
    const account = telegram.bot({ username: "menu_bot" });
    const start = async (description: string) => {
      const commands = [{ command: "hello", description }];
      const plugins = [pluginOf("hello", () => {}, { commands })];
      const bot = createBot({ token: account.token, apiRoot: telegram.apiRoot, backend: memoryBackend(), plugins });
      await bot.start();
      await bot.stop();
      return telegram.calls.of("setMyCommands").length;
    };
    expect(await start("Say hello")).toBe(1);
    expect(await start("Say hello")).toBe(1);
    expect(await start("Greet")).toBe(2);
  });

  test("removes a webhook without dropping what waits there, and logs its address", async () => {
    await using telegram = await startTelegram();
    const account = telegram.bot({ username: "moved_bot" });
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/old`;
    const old = createServer((_, response) => response.writeHead(500).end()).listen(port, "127.0.0.1");
    await once(old, "listening");
    await fetch(`${telegram.apiRoot}/bot${account.token}/setWebhook?url=${url}`);
    const alice = telegram.user({ firstName: "Alice" });
    await alice.send("kept");
    const log = new RecordedLog();
    const backend = memoryBackend();
    const bot = createBot({ token: account.token, apiRoot: telegram.apiRoot, backend, plugins: [Parrot], log });
    await bot.start();
    await see(alice).toSee("heard kept", { within: 5_000 });
    expect(log.of("webhook removed, polling instead")).toMatchObject([{ fields: { url } }]);
    await bot.stop();
    old.close();
  });
});

test("a webhook that Telegram refuses ends the start with its reason", async () => {
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "hooked_bot" });
  const webhook = { url: `http://127.0.0.1:${await freePort()}/hook` };
  const port = await freePort();
  const bot = createBot({ token, apiRoot: telegram.apiRoot, backend: memoryBackend(), plugins: [], webhook, port });
  await expect(bot.start()).rejects.toMatchObject({
    code: "TELEGRAM_REFUSED",
    message: expect.stringContaining("Telegram refused setWebhook: Bad Request: bad webhook"),
  });
  await bot.stop();
});

describe("a stop", () => {
  test("finishes the handlers at hand and stops plugins and store after them", async () => {
    const order: string[] = [];
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const more: Partial<Plugin> = { stop: async () => void order.push("plugin stopped") };
    const Slow = pluginOf(
      "slow",
      (bot) => {
        bot.on("message", async (ctx) => {
          entered.resolve();
          await gate.promise;
          await ctx.reply("done");
          order.push("handler done");
        });
      },
      more,
    );
    await using stage = await setStage({ plugins: [Slow] });
    await stage.alice.send("go");
    await entered.promise;
    const stopped = stage.bot.stop();
    gate.resolve();
    await stopped;
    expect(order).toEqual(["handler done", "plugin stopped"]);
    await expect(stage.backend.read("x")).rejects.toBeInstanceOf(StoreUnavailable);
  });

  test("leaves what has not begun in the inbox, for the next start", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "left-over-"));
    const file = join(directory.path, "bot.sqlite");
    const gate = Promise.withResolvers<void>();
    const entered = Promise.withResolvers<void>();
    const Slow = pluginOf("slow", (bot) => {
      bot.on("message:text", async (ctx) => {
        entered.resolve();
        await gate.promise;
        await ctx.reply(`did ${ctx.msg.text}`);
      });
    });
    await using first = await setStage({ plugins: [Slow], backend: sqliteBackend({ file }) });
    await first.alice.send("one");
    await first.alice.send("two");
    await entered.promise;
    const stopped = first.bot.stop();
    gate.resolve();
    await stopped;
    const { token } = first.account;
    const options = { token, apiRoot: first.telegram.apiRoot, backend: sqliteBackend({ file }), plugins: [Slow] };
    const second = createBot(options);
    await second.start();
    await see(first.alice).toSee("did one", { within: 5_000 });
    await see(first.alice).toSee("did two", { within: 5_000 });
    await second.stop();
  });
});

test("another program that polls with the token is explained once, and polling goes on when it has gone", async () => {
  await using stage = await setStage({ plugins: [Parrot], expectsWrongs: true });
  const answer = {
    status: 409,
    description: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
  };
  await stage.alice.send("wake");
  await see(stage.alice).toSee("heard wake");
  stage.telegram.faults.add({ method: "getUpdates", times: 1, answer });
  await stage.alice.send("again");
  await see(stage.alice).toSee("heard again", { within: 10_000 });
  await vi.waitFor(() => expect(stage.log.of("polling went on").length).toBeGreaterThan(0), { timeout: 10_000 });
  expect(stage.log.of("another program polls with this token")).toHaveLength(1);
});
