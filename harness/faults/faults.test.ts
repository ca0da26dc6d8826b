import { readFileSync } from "node:fs";
import { connect } from "node:net";
import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { ExpectationFailed, expect } from "../index.ts";
import { type BotByHand, botByHand, callArrives } from "../methods/by-hand.ts";

const send = ({ call, alice }: BotByHand, text = "x") => call("sendMessage", { chat_id: alice.id, text });
const texts = ({ alice }: BotByHand) => alice.messages().map(({ text }) => text);

describe("faults", () => {
  test("answer in place of Telegram, as often as told", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    const flooded = { status: 429, description: "Too Many Requests: retry after 3", retryAfter: 3 };
    telegram.faults.add({ method: "sendMessage", times: 2, answer: flooded });
    assert(await send(hand)).toMatchObject({ status: 429, parameters: { retry_after: 3 } });
    assert((await send(hand)).status).toBe(429);
    assert((await send(hand)).status).toBe(200);
  });

  test("meet only the chat they are for", async () => {
    await using hand = await botByHand();
    const { telegram, alice } = hand;
    const bob = telegram.user({ firstName: "Bob" });
    await bob.send("hello");
    const blocked = { status: 403, description: "Forbidden: bot was blocked by the user" };
    telegram.faults.add({ method: "*", chat: alice, answer: blocked });
    const to = async (chat_id: number) => (await hand.call("sendMessage", { chat_id, text: "x" })).status;
    assert([await to(bob.id), await to(alice.id), await to(alice.id)]).toEqual([200, 403, 200]);
  });

  test("stand for a time of the server's clock, however many calls they meet", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    const broken = { status: 502, description: "Bad Gateway" };
    telegram.faults.add({ method: "*", forMs: 60_000, answer: broken });
    assert([(await send(hand)).status, (await hand.call("getMe")).status]).toEqual([502, 502]);
    telegram.clock.advance(59_000);
    assert((await send(hand)).status).toBe(502);
    telegram.clock.advance(1_000);
    assert([(await send(hand)).status, telegram.faults.left]).toEqual([200, 0]);
  });

  test("break the connection before the work is done", async () => {
    await using hand = await botByHand();
    hand.telegram.faults.add({ method: "sendMessage", answer: "cut-before" });
    await assert(send(hand)).rejects.toThrow("fetch failed");
    assert(texts(hand)).toEqual(["hello"]);
  });

  test("break the connection after the work is done", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    telegram.faults.add({ method: "sendMessage", answer: "cut-after" });
    await assert(send(hand)).rejects.toThrow("fetch failed");
    assert(texts(hand)).toEqual(["hello", "x"]);
  });

  test("are told in full in the failure report, seeds too", async () => {
    await using hand = await botByHand();
    const { telegram, alice } = hand;
    telegram.faults.add({ method: "sendMessage", chance: { probability: 0.1, seed: 7 }, answer: "cut-after" });
    const failing = expect(alice).toSee("never said", { within: 10 });
    await assert(failing).rejects.toThrow(ExpectationFailed);
    await assert(failing).rejects.toThrow(
      "The faults:\n  sendMessage meets cut-after, of 10 % of the calls, seed 7: 0 so far",
    );
    await hand.call("sendHologram");
    assert(() => telegram.assertSound()).toThrow(
      "with the fault: sendMessage meets cut-after, of 10 % of the calls, seed 7",
    );
  });

  test("make a call slow, and latency makes all of them slow", async () => {
    await using hand = await botByHand({}, { latencyMs: [20, 30] });
    hand.telegram.faults.add({ method: "getMe", answer: { delayMs: 100 } });
    const begun = performance.now();
    await hand.call("getMe");
    assert(performance.now() - begun).toBeGreaterThan(115);
  });

  test("make a call slow by the server's clock", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    telegram.faults.add({ method: "sendMessage", answer: { delayMs: 3_600_000 } });
    const arrived = callArrives(hand.bot);
    const sending = send(hand);
    await arrived;
    assert(texts(hand)).toEqual(["hello"]);
    telegram.clock.advance(3_600_000);
    assert((await sending).status).toBe(200);
  });

  test("leave a call without an answer until they are lifted", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    const silence = telegram.faults.add({ method: "sendMessage", answer: "hang" });
    const arrived = callArrives(hand.bot);
    const sending = send(hand);
    await arrived;
    assert([texts(hand), hand.bot.activity.inFlight, silence.met]).toEqual([["hello"], 1, 1]);
    silence.lift();
    assert([(await sending).status, texts(hand)]).toEqual([200, ["hello", "x"]]);
  });

  test("leave a call without an answer until the bot hangs up, and then it is never done", async () => {
    await using hand = await botByHand();
    const { telegram, alice, bot } = hand;
    const silence = telegram.faults.add({ method: "sendMessage", answer: "hang" });
    const arrived = callArrives(bot);
    const { host, port } = { host: "127.0.0.1", port: Number(new URL(telegram.apiRoot).port) };
    const socket = connect(port, host);
    socket.write(`GET /bot${bot.token}/sendMessage?chat_id=${alice.id}&text=x HTTP/1.1\r\nHost: x\r\n\r\n`);
    await arrived;
    const answered = bot.activity.answered.next();
    socket.destroy();
    await answered;
    silence.lift();
    assert((await hand.call("getMe")).status).toBe(200);
    assert([texts(hand), bot.activity.inFlight]).toEqual([["hello"], 0]);
  });

  test("give half an answer, with the work done", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    telegram.faults.add({ method: "sendMessage", answer: "half" });
    const raw = await received(hand, "half");
    const [head = "", body = ""] = raw.split("\r\n\r\n");
    const told = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    assert(head).toContain("200 OK");
    assert(body).toMatch(/^{"ok":true,"result":{"message_id":/);
    assert(Buffer.byteLength(body)).toBe(Math.floor(told / 2));
    assert(texts(hand)).toEqual(["hello", "half"]);
  });

  test("give an answer that is whole and not JSON, with the work done", async () => {
    await using hand = await botByHand();
    const { telegram, bot, alice } = hand;
    telegram.faults.add({ method: "sendMessage", answer: "malformed" });
    const url = `${telegram.apiRoot}/bot${bot.token}/sendMessage?chat_id=${alice.id}&text=x`;
    const response = await fetch(url);
    const body = await response.text();
    assert([response.status, body.startsWith('{"ok":true')]).toEqual([200, true]);
    assert(() => JSON.parse(body)).toThrow(SyntaxError);
    assert(texts(hand)).toEqual(["hello", "x"]);
  });

  test("meet a poll with a conflict, the second within 3 s held back like Telegram's own", async () => {
    await using hand = await botByHand();
    const { telegram } = hand;
    telegram.faults.add({ method: "getUpdates", times: 2, answer: "conflict" });
    const conflict =
      "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert(await hand.refusal("getUpdates")).toBe(conflict);
    const arrived = callArrives(hand.bot);
    const second = hand.refusal("getUpdates");
    await arrived;
    telegram.clock.advance(3_000);
    assert(await second).toBe(conflict);
    assert((await hand.call("getUpdates")).status).toBe(200);
  });

  test("end the poll that waits, as another copy of the bot does", async () => {
    await using hand = await botByHand();
    const account = hand.bot;
    account.updates.clear();
    const arrived = callArrives(account);
    const polling = hand.refusal("getUpdates", { timeout: 50 });
    await arrived;
    account.pollElsewhere();
    assert(await polling).toMatch(/^409 Conflict: terminated by other getUpdates request/);
  });

  test("bring what a poll brought once more, though it was acknowledged", async () => {
    await using hand = await botByHand();
    const { telegram, alice } = hand;
    telegram.faults.add({ method: "getUpdates", answer: "twice" });
    await alice.send("two");
    const poll = async (offset: number) => {
      const updates = await hand.result<Update[]>("getUpdates", { offset });
      return updates.map(({ update_id, message }) => ({ update_id, text: message?.text }));
    };
    const first = await poll(0);
    assert(first.map(({ text }) => text)).toEqual(["hello", "two"]);
    const next = (first.at(-1)?.update_id ?? 0) + 1;
    assert(await poll(next)).toEqual(first);
    // Who asks the same again at once is made to wait.
    telegram.clock.advance(3_000);
    assert(await poll(next)).toEqual([]);
  });

  test("wait for a poll that brings something to bring it twice", async () => {
    await using hand = await botByHand();
    hand.bot.updates.clear();
    const fault = hand.telegram.faults.add({ method: "getUpdates", answer: "twice" });
    assert(await hand.result("getUpdates")).toEqual([]);
    assert([fault.met, hand.telegram.faults.left]).toEqual([0, 1]);
    await hand.alice.send("once");
    assert(await hand.result("getUpdates")).toHaveLength(1);
    assert([fault.met, hand.telegram.faults.left]).toEqual([1, 0]);
  });

  test.each([
    [{ method: "sendMessage", answer: "conflict" }, `"conflict" can only happen to getupdates, not to sendMessage.`],
    [{ method: "getUpdates", answer: "overtaken" }, `"overtaken" can only happen to webhook, not to getUpdates.`],
    [{ method: "*", answer: "twice" }, `"twice" can only happen to getupdates and webhook, not to *.`],
    [{ method: "webhook", answer: "malformed" }, "Telegram sends no webhook malformed updates."],
  ] as const)("cannot be what could never strike: %j", async (fault, message) => {
    await using hand = await botByHand();
    assert(() => hand.telegram.faults.add(fault)).toThrow(message);
  });
});

describe("faults by chance", () => {
  const broken = { status: 502, description: "Bad Gateway" };

  async function struck(seed: number, order: "one after the other" | "alternating"): Promise<string> {
    await using hand = await botByHand();
    const { telegram, alice } = hand;
    const bob = telegram.user({ firstName: "Bob", id: 7 });
    await bob.send("hello");
    telegram.faults.add({ method: "sendMessage", chance: { probability: 0.3, seed }, answer: broken });
    const chats = order === "alternating" ? [alice, bob] : [alice, alice];
    const statuses: Record<number, string> = {};
    for (let count = 0; count < 40; count++) {
      const { id } = chats[count % 2]!;
      const { status } = await hand.call("sendMessage", { chat_id: id, text: String(count) });
      statuses[id] = (statuses[id] ?? "") + (status === 200 ? "." : "x");
    }
    return statuses[alice.id]!;
  }

  test("meet the same calls whenever the seed is the same, whatever happens in other chats", async () => {
    const alone = await struck(7, "one after the other");
    assert(alone).toMatch(/^[.x]{40}$/);
    assert(alone).toContain("x");
    assert(alone.slice(0, 20)).toBe(await struck(7, "alternating"));
    assert(alone).not.toBe(await struck(8, "one after the other"));
  });

  test("meet about as many calls as they should", async () => {
    await using hand = await botByHand();
    const fault = hand.telegram.faults.add({ method: "getMe", chance: { probability: 0.25, seed: 1 }, answer: broken });
    for (let count = 0; count < 200; count++) await hand.call("getMe");
    assert(fault.met).toBeGreaterThan(30);
    assert(fault.met).toBeLessThan(70);
    assert(fault.left).toBe(Infinity);
    hand.telegram.faults.clear();
    assert([(await hand.call("getMe")).status, hand.telegram.faults.left]).toEqual([200, 0]);
  });
});

test("every example of the README is run here", () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
  const packed = (code: string) => code.replaceAll(/\s|,(?=\s*[)}\]])/g, "");
  const section = read("../README.md")
    .split("\n## ")
    .find((part) => part.startsWith("What may go wrong"))!;
  const rows = section.split("\n").filter((line) => line.startsWith("| "));
  const examples = rows.flatMap((row) => row.match(/(?<=`)(telegram|account)\.[^`]+(?=`)/g) ?? []);
  const run = ["faults.test.ts", "on-webhooks.test.ts"].map(read).map(packed).join();
  assert(examples.length).toBeGreaterThanOrEqual(14);
  assert(examples.filter((example) => !run.includes(packed(example)))).toEqual([]);
});

/** All that comes back for a message, byte by byte, until the connection ends. */
async function received({ telegram, bot, alice }: BotByHand, text: string): Promise<string> {
  const socket = connect(Number(new URL(telegram.apiRoot).port), "127.0.0.1");
  socket.write(`GET /bot${bot.token}/sendMessage?chat_id=${alice.id}&text=${text} HTTP/1.1\r\nHost: x\r\n\r\n`);
  let all = "";
  socket.setEncoding("utf8");
  for await (const chunk of socket) all += chunk;
  return all;
}
