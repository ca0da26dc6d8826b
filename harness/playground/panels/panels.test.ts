import { describe, expect, test } from "vitest";
import { BotProcess, startPlayground, startTelegram } from "../../index.ts";
import { hook } from "../../methods/hook.fixture.ts";
import { listenTo } from "../testing/listen-to.ts";
import type { ShownCall } from "./shown-calls.ts";
import type { ShownWaiting } from "./shown-waiting.ts";

const echoBot = new URL("../../bots/fixtures/echo-bot.mjs", import.meta.url).pathname;

async function stage() {
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "echo_bot" });
  const env = { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot };
  const bot = new BotProcess({ telegram, account, command: [process.execPath, echoBot], env });
  const alice = telegram.user({ firstName: "Alice" });
  const bob = telegram.user({ firstName: "Bob" });
  const playground = await startPlayground({ telegram, bot, users: [alice, bob] });
  const url = `${playground.url}/panels`;
  const ask = async (path: string, method = "GET", body?: object) => {
    const response = await fetch(`${url}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    return (await response.json()) as never;
  };
  return {
    telegram,
    account,
    bot,
    alice,
    bob,
    url,
    ask,
    pageUrl: playground.url,
    calls: (query = "") => ask(`/calls${query}`) as Promise<readonly ShownCall[]>,
    waiting: async () => ((await ask("/waiting")) as readonly ShownWaiting[])[0]!,
    callBot: (method: string, given: object) =>
      fetch(`${telegram.apiRoot}/bot${account.token}/${method}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(given),
      }).then((response) => response.json() as Promise<{ readonly result: never }>),
    async [Symbol.asyncDispose]() {
      await playground[Symbol.asyncDispose]();
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
    },
  };
}

describe("the calls", () => {
  test("are shown newest first, and of as many as are wanted", async () => {
    await using run = await stage();
    for (const text of ["one", "two", "three"]) {
      await run.callBot("sendMessage", { chat_id: run.alice.id, text });
    }
    const texts = async (query?: string) => (await run.calls(query)).map(({ arguments: given }) => given.text);
    expect(await texts()).toEqual(["three", "two", "one"]);
    expect(await texts("?limit=2")).toEqual(["three", "two"]);
  });

  test("are filtered by method, chat, outcome and text", async () => {
    await using run = await stage();
    const { alice, bob } = run;
    await run.callBot("sendMessage", { chat_id: alice.id, text: "For Alice" });
    await run.callBot("sendMessage", { chat_id: bob.id, text: "For Bob" });
    await run.callBot("sendMessage", { chat_id: 1, text: "For nobody" });
    await run.callBot("sendChatAction", { chat_id: alice.id, action: "typing" });
    await run.callBot("getUpdates", {});
    const found = async (query: string) =>
      (await run.calls(query)).map(({ method, arguments: { text } }) => [method, text]);
    expect(await found("?method=sendm&outcome=ok")).toEqual([
      ["sendMessage", "For Bob"],
      ["sendMessage", "For Alice"],
    ]);
    expect(await found(`?chat=${alice.id}`)).toEqual([
      ["sendChatAction", undefined],
      ["sendMessage", "For Alice"],
    ]);
    expect(await found("?outcome=refused")).toEqual([["sendMessage", "For nobody"]]);
    expect(await found("?text=CHAT NOT FOUND")).toEqual([["sendMessage", "For nobody"]]);
    expect(await found("?text=for bob")).toEqual([["sendMessage", "For Bob"]]);
    expect(await found("?method=getupdates")).toEqual([["getUpdates", undefined]]);
  });

  test("never show a token or a webhook's secret", async () => {
    await using run = await stage();
    const { token } = run.account;
    using webhook = await hook();
    await run.callBot("setWebhook", { url: `${webhook.url}/${token}`, secret_token: "hush-hush" });
    await run.callBot("sendMessage", { chat_id: run.alice.id, text: `I am ${token}, or ${encodeURIComponent(token)}` });
    const shown = JSON.stringify([await run.calls(), await run.waiting()]);
    expect(shown).toContain("I am •••, or •••");
    expect(shown).toContain("/hook/•••");
    expect(shown).not.toContain(token.split(":")[1]);
    expect(shown).not.toContain("hush-hush");
  });

  test("wanted in a way there is none is a clear refusal", async () => {
    await using run = await stage();
    const answer = await fetch(`${run.url}/calls?outcome=perhaps`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ problem: expect.stringContaining("outcome") });
  });
});

describe("the updates that wait", () => {
  test("are those that the bot has not acknowledged, in their order", async () => {
    await using run = await stage();
    await using events = await listenTo(run.pageUrl);
    await run.alice.send("are you there?");
    await run.bob.sendPhoto();
    await events.next("waiting");
    expect(await run.waiting()).toMatchObject({
      bot: "echo_bot",
      total: 2,
      updates: [
        { kind: "message", from: "Alice", chat: run.alice.id, words: "are you there?", isFetched: false },
        { kind: "message", from: "Bob", chat: run.bob.id, words: "[photo]", isFetched: false },
      ],
    });
    const { result } = (await run.callBot("getUpdates", { limit: 1 })) as { result: { update_id: number }[] };
    expect((await run.waiting()).updates.map(({ isFetched }) => isFetched)).toEqual([true, false]);
    await run.callBot("getUpdates", { offset: result[0]!.update_id + 1, limit: 1 });
    expect((await run.waiting()).updates).toMatchObject([{ words: "[photo]", isFetched: true }]);
  });

  test("of a webhook say how often it failed, and when it is tried again", async () => {
    await using run = await stage();
    using webhook = await hook();
    await run.callBot("setWebhook", { url: webhook.url });
    await run.alice.send("first");
    await run.alice.send("second");
    (await webhook.request(0)).answer(500);
    (await webhook.request(1)).answer(500);
    await expect.poll(run.waiting).toMatchObject({
      webhook: { url: webhook.url, lastError: expect.stringContaining("500") },
      updates: [
        { words: "first", behind: 0, failures: 2, triesAgainAt: expect.any(Number) },
        { words: "second", behind: 1, failures: 2 },
      ],
    });
    // Its pause is over when the clock says so.
    await run.ask("/clock", "POST", { advance: 2_000 });
    (await webhook.request(2)).answer(200);
    (await webhook.request(3)).answer(200);
    await expect.poll(run.waiting).toMatchObject({ total: 0, updates: [] });
  });
});

describe("faults", () => {
  test("are added, met, listed and lifted", async () => {
    await using run = await stage();
    await using events = await listenTo(run.pageUrl);
    const answer = { status: 429, description: "Too Many Requests: retry after 3", retryAfter: 3 };
    await run.ask("/faults", "POST", { method: "sendMessage", chat: run.alice.id, times: 2, answer });
    await events.next("faults");
    const send = ({ id }: { id: number }) => run.callBot("sendMessage", { chat_id: id, text: "hello" });
    expect(await send(run.alice)).toMatchObject({ error_code: 429 });
    await events.next("faults");
    expect(await send(run.bob)).toMatchObject({ ok: true });
    expect(await run.ask("/faults")).toEqual({
      left: 1,
      faults: [{ number: 1, method: "sendMessage", chat: run.alice.id, times: 2, answer, met: 1, left: 1 }],
    });
    expect(await run.ask("/faults/1", "DELETE")).toMatchObject({ left: 0, faults: [{ met: 1, left: 0 }] });
    expect(await send(run.alice)).toMatchObject({ ok: true });
  });

  test("that cannot happen are refused, and so are those that do not exist", async () => {
    await using run = await stage();
    expect(await run.ask("/faults", "POST", { method: "sendMessage", answer: "conflict" })).toEqual({
      problem: '"conflict" can only happen to getupdates, not to sendMessage.',
    });
    expect(await run.ask("/faults", "POST", { method: "", answer: "hang" })).toHaveProperty("problem");
    expect(await run.ask("/faults/7", "DELETE")).toEqual({ problem: "There is no fault 7." });
    expect(await run.ask("/faults")).toEqual({ left: 0, faults: [] });
  });
});

test("the clock is moved forward, and who watches hears of it", async () => {
  await using run = await stage();
  await using events = await listenTo(run.pageUrl);
  expect(await run.ask("/clock")).toMatchObject({ aheadMs: 0 });
  expect(await run.ask("/clock", "POST", { advance: 3_600_000 })).toMatchObject({ aheadMs: 3_600_000 });
  await events.next("clock");
  expect(run.telegram.clock.now - Date.now()).toBeGreaterThan(3_599_000);
  expect(await run.ask("/clock", "POST", { advance: -1 })).toHaveProperty("problem");
});
