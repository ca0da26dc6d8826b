import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { BotProcess, PortTaken, startPlayground, startTelegram } from "../index.ts";
import { listenTo } from "./testing/listen-to.ts";

const echoBot = new URL("../bots/fixtures/echo-bot.mjs", import.meta.url).pathname;

async function stage(env: Record<string, string> = {}) {
  const telegram = await startTelegram();
  const account = telegram.bot({ username: "echo_bot" });
  const command = [process.execPath, echoBot] as const;
  const bot = new BotProcess({
    telegram,
    account,
    command,
    env: { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot, ...env },
  });
  const alice = telegram.user({ firstName: "Alice" });
  const bob = telegram.user({ firstName: "Bob" });
  const inspect = async (id: number) => ({ stored: id });
  const playground = await startPlayground({ telegram, bot, users: [alice, bob], inspect });
  const { url, control } = playground;
  const post = (path: string, body: object = {}) =>
    fetch(`${url}${path}`, { method: "POST", body: JSON.stringify(body) }).then(({ status }) => status);
  return {
    url,
    bot,
    control,
    alice,
    bob,
    port: Number(new URL(url).port),
    post,
    say: (user: { id: number }, text: string) => post(`/telegram/users/${user.id}/messages`, { text }),
    get: (path: string) => fetch(`${url}${path}`).then((response) => response.json()),
    async [Symbol.asyncDispose]() {
      await playground[Symbol.asyncDispose]();
      await bot[Symbol.asyncDispose]();
      await telegram[Symbol.asyncDispose]();
    },
  };
}

describe("only this machine's own page is served", () => {
  const statusFor = (port: number, headers: Record<string, string>, method = "GET") => {
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const asked = request({ host: "127.0.0.1", port, method, path: "/bot/start", headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    asked.once("error", reject).end();
    return promise;
  };

  test("a foreign Host is refused", async () => {
    await using run = await stage();
    for (const host of ["evil.example", `evil.example:${run.port}`, "127.0.0.1", `127.0.0.1:${run.port + 1}`]) {
      expect(await statusFor(run.port, { host }, "POST"), host).toBe(403);
    }
    expect(run.bot.running).toBe(false);
  });

  test("a foreign Origin is refused, the page's own is not", async () => {
    await using run = await stage();
    const host = `127.0.0.1:${run.port}`;
    for (const origin of ["http://evil.example", "null", `https://${host}`, `http://localhost:${run.port + 1}`]) {
      expect(await statusFor(run.port, { host, origin }, "POST"), origin).toBe(403);
    }
    expect(run.bot.running).toBe(false);
    expect(await statusFor(run.port, { host, origin: `http://${host}` }, "POST")).toBe(202);
  });

  test("events are refused to a foreign origin, too", async () => {
    await using run = await stage();
    const answer = await fetch(`${run.url}/events`, { headers: { origin: "http://evil.example" } });
    expect(answer.status).toBe(403);
  });

  test("the page may load nothing from elsewhere, and nobody may frame it", async () => {
    await using run = await stage();
    const { headers, status } = await fetch(run.url);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/html");
    expect(headers.get("content-security-policy")).toMatch(/^default-src 'self'; .*frame-ancestors 'none'/);
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  test("files beside the page's are not served", async () => {
    await using run = await stage();
    for (const path of ["/..%2fplayground.ts", "/%2e%2e/package.json", "/package.json", "/nothing.js"]) {
      expect((await fetch(`${run.url}${path}`)).status, path).toBe(404);
    }
  });

  test("a port that is taken is a clear error", async () => {
    await using run = await stage();
    await using telegram = await startTelegram();
    const bot = new BotProcess({ telegram, account: telegram.bot({ username: "other_bot" }), command: ["true"] });
    await expect(startPlayground({ telegram, bot, users: [], port: run.port })).rejects.toThrow(PortTaken);
  });
});

describe("what happens is told as it happens", () => {
  test("a message and its answer, to its own chat only", async () => {
    await using run = await stage();
    await run.control.do("start");
    await using events = await listenTo(run.url);
    const start = await events.next("snapshot");
    expect(start.people.map(({ name }) => name)).toEqual(["Alice", "Bob"]);
    expect(start.bot).toMatchObject({ username: "echo_bot", phase: "running" });

    expect(await run.say(run.alice, "hello")).toBe(201);
    expect(await events.next("message")).toMatchObject({ chat: run.alice.id, shown: { by: run.alice.id } });
    expect(await events.next("action")).toMatchObject({ chat: run.alice.id, action: "typing" });
    const answer = await events.next("message");
    expect(answer).toMatchObject({ chat: run.alice.id, shown: { message: { text: "You said: hello" } } });
    expect(answer.shown.by).toBe(run.bot.account.id);
  });

  test("who comes later sees what was said before", async () => {
    await using run = await stage();
    await run.say(run.bob, "one");
    await run.say(run.bob, "two");
    await using events = await listenTo(run.url);
    const [alice, bob] = (await events.next("snapshot")).chats;
    expect(alice!.messages).toEqual([]);
    expect(bob!.messages.map(({ message }) => message.text)).toEqual(["one", "two"]);
  });

  test("a press and what the bot answers to it", async () => {
    await using run = await stage();
    await run.control.do("start");
    await using events = await listenTo(run.url);
    await run.say(run.alice, "/buttons");
    const { message } = (await events.next("message", ({ shown }) => shown.by === run.bot.account.id)).shown;
    const path = `/telegram/users/${run.alice.id}/taps`;
    expect(await run.post(path, { message: message.message_id, data: "yes" })).toBe(202);
    expect(await events.next("answer")).toMatchObject({ user: run.alice.id, text: "pressed yes", alert: false });
    expect(await run.post(path, { message: message.message_id, data: "no such button" })).toBe(410);
    expect(await run.post(`/telegram/users/${run.bob.id}/taps`, { message: message.message_id, data: "yes" })).toBe(
      410,
    );
  });

  test("what the bot writes, and that it has called", async () => {
    await using run = await stage();
    await using events = await listenTo(run.url);
    await run.post("/bot/start");
    expect((await events.next("log")).text).toContain("started");
    await events.next("bot", ({ bot }) => bot.phase === "running");
    await run.say(run.alice, "hello");
    await events.next("called");
    // The next call may have come meanwhile.
    const first = ((await run.get("/panels/calls")) as unknown[]).at(-1);
    expect(first).toMatchObject({ method: "sendChatAction", arguments: { chat_id: run.alice.id } });
  });
});

describe("the bot's buttons", () => {
  test("kill, start: what was sent meanwhile waits and is answered", async () => {
    await using run = await stage();
    await using events = await listenTo(run.url);
    const phase = (wanted: string) => events.next("bot", ({ bot }) => bot.phase === wanted);
    await run.post("/bot/start");
    await phase("running");
    await run.post("/bot/kill");
    await phase("stopped");
    await run.say(run.alice, "are you there?");
    expect((await events.next("bot")).bot).toMatchObject({ phase: "stopped", waiting: 1 });
    await run.post("/bot/start");
    await phase("running");
    await events.next("message", ({ shown }) => shown.message.text === "You said: are you there?");
  });

  test("restart is a new process; stop lets it say goodbye", async () => {
    await using run = await stage();
    await run.control.do("start");
    const before = run.bot.pid;
    await run.control.do("restart");
    expect(run.bot.pid).not.toBe(before);
    await run.control.do("stop");
    expect(run.bot.output).toMatch(/started\s+stopped\s+started\s+stopped/);
    expect(run.control.state).toEqual({ username: "echo_bot", phase: "stopped", restarts: 0, waiting: 0 });
  });

  test("a button pressed twice counts once", async () => {
    await using run = await stage();
    await Promise.all([run.control.do("start"), run.control.do("start")]);
    expect(run.control.state.phase).toBe("running");
    await Promise.all([run.control.do("stop"), run.control.do("kill"), run.control.do("stop")]);
    expect(run.control.state.phase).toBe("stopped");
  });

  test("a bot that does not start says why; one that dies says that it did", async () => {
    await using crashing = await stage({ CRASH_AT_START: "yes" });
    await crashing.control.do("start");
    expect(crashing.control.state.trouble).toMatch(/ended with code 3.*no courage/);

    await using run = await stage();
    await using events = await listenTo(run.url);
    await run.control.do("start");
    process.kill(run.bot.pid!, "SIGKILL");
    const { bot } = await events.next("bot", ({ bot }) => bot.trouble !== undefined);
    expect(bot).toMatchObject({ phase: "stopped", trouble: "The bot ended by itself." });
  });
});

describe("a bot that others start and stop, too", () => {
  test("is shown as it is, from the beginning", async () => {
    const telegram = await startTelegram();
    const account = telegram.bot({ username: "echo_bot" });
    const env = { BOT_TOKEN: account.token, API_ROOT: telegram.apiRoot };
    await using bot = new BotProcess({ telegram, account, command: [process.execPath, echoBot], env });
    await bot.start();
    await using playground = await startPlayground({ telegram, bot, users: [] });
    const { control } = playground;
    expect(control.state).toMatchObject({ phase: "running", pid: bot.pid });
    await bot.kill();
    expect(control.state.phase).toBe("stopped");
    expect(control.state.trouble).toBeUndefined();
    await bot.start();
    await control.do("stop");
    expect(bot.running).toBe(false);
    await telegram[Symbol.asyncDispose]();
  });
});

describe("what cannot be done", () => {
  test("is refused and changes nothing", async () => {
    await using run = await stage();
    expect(await run.post("/bot/explode")).toBe(404);
    expect(await run.post("/recording/explode")).toBe(404);
    expect(await run.post("/recording/save", { title: "Nothing yet" })).toBe(409);
    expect(await run.post("/recording/start")).toBe(202);
    expect(await run.post("/recording/save", { title: "../.." })).toBe(409);
    expect(await run.get("/recording")).toMatchObject({ phase: "recording" });
    expect(await run.post("/telegram/users/1/messages", { text: "hello" })).toBe(404);
    expect(await run.say(run.alice, "  ")).toBe(409);
    expect((await fetch(`${run.url}/users/1/session`)).status).toBe(404);
    expect(run.alice.messages()).toEqual([]);
  });

  test("the stored session is shown as it is given", async () => {
    await using run = await stage();
    expect(await run.get(`/users/${run.alice.id}/session`)).toEqual({ stored: run.alice.id });
  });
});
