import { type Composer, type Context, InputFile } from "grammy";
import { describe, expect, test } from "vitest";
import { inject, injectable, listAside, type Plugin, retryAside, SessionStore } from "#core";
import { expect as see } from "#harness";
import { pluginOf, setStage } from "../testing/stage.fixture.ts";

@injectable()
class CounterPlugin implements Plugin {
  readonly name = "counter";
  constructor(@inject(SessionStore) private readonly sessions: SessionStore) {}
  install(bot: Composer<Context>): void {
    bot.command("boom", async (ctx) => {
      await this.sessions.update(ctx.from?.id ?? 0, (session) => session.countTurn());
      throw new TypeError("boom");
    });
    bot.on("message:text", async (ctx) => {
      const count = await this.sessions.update(ctx.from.id, (session) => session.countTurn());
      await ctx.reply(`count ${count}`);
    });
  }
}

describe("a plugin that throws", () => {
  test("costs its user one calm sentence, loses its changes and is not run again", async () => {
    await using stage = await setStage({ plugins: [CounterPlugin] });
    const { alice, log, backend } = stage;
    await alice.send("one");
    await see(alice).toSee("count 1");
    await alice.send("/boom");
    await see(alice).toSee("Something went wrong while handling that. Your session is safe.");
    await alice.send("two");
    await see(alice).toSee("count 2");

    const [line, ...others] = log.lines.filter(({ level }) => level === "error");
    expect(others).toEqual([]);
    expect(line?.fields).toMatchObject({ plugin: "counter", error: new TypeError("boom") });
    expect(line?.fields?.updateId).toBeTypeOf("number");
    expect(await listAside(backend)).toMatchObject([{ plugin: "counter", reason: "TypeError: boom" }]);
  });

  test("is not noticed by other users", async () => {
    await using stage = await setStage({ plugins: [CounterPlugin] });
    await stage.alice.send("/boom");
    await stage.bob.send("hello");
    await see(stage.bob).toSee("count 1");
    await see(stage.bob).toSeeNothing();
  });

  test("leaves an update that can be put back, and a running bot takes it up", async () => {
    let broken = true;
    const Flaky = pluginOf("flaky", (bot) => {
      bot.on("message", async (ctx) => {
        if (broken) throw new Error("not today");
        await ctx.reply("now it works");
      });
    });
    await using stage = await setStage({ plugins: [Flaky] });
    await stage.alice.send("please");
    await see(stage.alice).toSee("Something went wrong");
    broken = false;
    const [aside] = await listAside(stage.backend);
    expect(await retryAside(stage.backend, aside?.id ?? "", Date.now())).toBe(true);
    await see(stage.alice).toSee("now it works", { within: 10_000 });
    expect(await listAside(stage.backend)).toEqual([]);
  });
});

test("a damaged session is told in the chat that asked, and a fresh one begins", async () => {
  await using stage = await setStage({ plugins: [CounterPlugin], privacyMode: false });
  const { alice, bob, backend, telegram, account } = stage;
  const group = telegram.group({ members: [alice, bob], bots: [account] });
  await backend.compareAndSet(`session:${alice.id}`, undefined, "garbage");
  await alice.send("@holdfast_bot hello", { in: group });
  await see(alice).toSee("Your stored session was damaged.", { in: group });
  await see(alice).toSee("count 1", { in: group });
});

describe("lanes", () => {
  test("keep a user's messages in order and let others pass", async () => {
    const gate = Promise.withResolvers<void>();
    const Slow = pluginOf("slow", (bot) => {
      bot.on("message:text", async (ctx) => {
        if (ctx.message.text === "first") await gate.promise;
        await ctx.reply(`did ${ctx.message.text}`);
      });
    });
    await using stage = await setStage({ plugins: [Slow] });
    await stage.alice.send("first");
    await stage.alice.send("second");
    await stage.bob.send("other");
    await see(stage.bob).toSee("did other", { within: 5_000 });
    gate.resolve();
    await see(stage.alice).toSee("did first");
    await see(stage.alice).toSee("did second");
  });
});

describe("a reply that Telegram refuses for good", () => {
  test("is logged, and the update commits", async () => {
    await using stage = await setStage({ plugins: [CounterPlugin] });
    const { alice, telegram, log, backend } = stage;
    const answer = { status: 403, description: "Forbidden: bot was blocked by the user" };
    telegram.faults.add({ method: "sendMessage", times: 1, answer });
    await alice.send("one");
    await alice.send("two");
    await see(alice).toSee("count 2");
    expect(log.of("reply refused by Telegram")).toHaveLength(1);
    expect(await listAside(backend)).toEqual([]);
  });
});

describe("a Telegram that fails", () => {
  test("is asked again until it answers, and the log says when that began and ended", async () => {
    await using stage = await setStage({ plugins: [CounterPlugin] });
    stage.telegram.faults.add({ method: "sendMessage", times: 2, answer: { status: 502, description: "Bad Gateway" } });
    await stage.alice.send("hello");
    await see(stage.alice).toSee("count 1");
    await stage.bot.stop();
    expect(stage.log.of("Telegram answered again")).toHaveLength(1);
    expect(stage.log.of("Telegram became unavailable")).toHaveLength(1);
  });

  test("is asked again when it cuts the connection before it has done the work", async () => {
    await using stage = await setStage({ plugins: [CounterPlugin] });
    stage.telegram.faults.add({ method: "sendMessage", times: 1, answer: "cut-before" });
    await stage.alice.send("hello");
    await see(stage.alice).toSee("count 1");
    await see(stage.alice).toSeeNothing();
  });

  test("gets a file whole, however often it has to be sent", async () => {
    const Sender = pluginOf("sender", (bot) => {
      bot.on("message", (ctx) => ctx.replyWithDocument(new InputFile(Buffer.from("milk"), "notes.txt")));
    });
    await using stage = await setStage({ plugins: [Sender] });
    const slowDown = { status: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 };
    stage.telegram.faults.add({
      method: "sendDocument",
      times: 1,
      answer: { status: 502, description: "Bad Gateway" },
    });
    stage.telegram.faults.add({ method: "sendDocument", times: 1, answer: slowDown });
    await stage.alice.send("hello");
    const { message } = await see(stage.alice).toSee("[document]");
    expect(stage.alice.open(message).toString()).toBe("milk");
    await see(stage.alice).toSeeNothing();
  });

  test("is given the time it asks for with 429", async () => {
    await using stage = await setStage({ plugins: [CounterPlugin] });
    const answer = { status: 429, description: "Too Many Requests: retry after 1", retryAfter: 1 };
    stage.telegram.faults.add({ method: "sendMessage", times: 1, answer });
    await stage.alice.send("hello");
    await see(stage.alice).toSee("count 1");
    expect(stage.log.of("Telegram asked to slow down")).toMatchObject([
      { fields: { method: "sendMessage", seconds: 1 } },
    ]);
  });
});
