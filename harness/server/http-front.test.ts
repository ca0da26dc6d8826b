import { once } from "node:events";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";

describe("the Bot API over HTTP", () => {
  async function post(
    url: string,
    contentType: string,
    body: string | Uint8Array<ArrayBuffer>,
    headers: Record<string, string> = {},
  ) {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { ...(contentType && { "content-type": contentType }), ...headers },
    });
    const text = await response.text();
    return { status: response.status, text, json: text === "" ? undefined : JSON.parse(text) };
  }

  test("takes arguments from the query, from forms, from parts and from JSON", async () => {
    await using hand = await botByHand();
    const url = `${hand.telegram.apiRoot}/bot${hand.bot.token}/SENDmessage`;
    const id = hand.alice.id;
    const parts = new FormData();
    parts.set("chat_id", String(id));
    parts.set("text", "parts");
    const answers = [
      await fetch(`${url}?chat_id=${id}&text=query`),
      await fetch(url, { method: "POST", body: new URLSearchParams({ chat_id: String(id), text: "form" }) }),
      await fetch(url, { method: "POST", body: parts }),
    ];
    assert(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    await post(url, "application/json", JSON.stringify({ chat_id: id, text: "json" }));
    await post(url, "application/json", gzipSync(JSON.stringify({ chat_id: id, text: "gzip" })), {
      "content-encoding": "gzip",
    });
    await post(`${url}?text=first`, "application/json", JSON.stringify({ chat_id: id, text: "second" }));
    await post(url, "application/json", JSON.stringify({ chat_id: String(id), text: 42, reply_markup: "{}" }));
    const texts = hand.alice.messages().map(({ text }) => text);
    assert(texts).toEqual(["hello", "query", "form", "parts", "json", "gzip", "first", "42"]);
  });

  test("takes a request that breaks off in the middle of its body for none", async () => {
    await using hand = await botByHand();
    const socket = connect(Number(new URL(hand.telegram.apiRoot).port), "127.0.0.1");
    const path = `/bot${hand.bot.token}/sendMessage?chat_id=${hand.alice.id}&text=half`;
    const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n`;
    socket.end(`${head}{"chat_id":`);
    await once(socket.resume(), "close");
    assert(await hand.call("getMe")).toMatchObject({ ok: true });
    assert(hand.telegram.calls.of("sendMessage")).toEqual([]);
    assert(hand.alice.messages()).toHaveLength(1);
  });

  test("takes a body it cannot read for an empty one", async () => {
    await using hand = await botByHand();
    const url = `${hand.telegram.apiRoot}/bot${hand.bot.token}/sendMessage`;
    for (const [type, body] of [
      ["application/json", '{"text":'],
      ["application/json", '["text"]'],
      ["text/plain", '{"text":"x"}'],
    ] as const) {
      const { json } = await post(url, type, body);
      assert(json).toEqual({ ok: false, error_code: 400, description: "Bad Request: message text is empty" });
    }
  });

  test.each([
    ["/bot/getMe", 401, "Unauthorized: invalid token specified"],
    ["/botnonsense/getMe", 401, "Unauthorized: invalid token specified"],
    ["/bot0123:abc/getMe", 401, "Unauthorized: invalid token specified"],
    ["/bot-5:abc/getMe", 401, "Unauthorized: invalid token specified"],
    ["/botx:abc/getMe", 421, "Misdirected Request: unallowed token specified"],
    ["/bot123:abc/getMe", 401, "Unauthorized"],
    ["/bot123:abc", 404, "Not Found"],
    ["/", 404, "Not Found"],
  ])("%s is refused with %i %s", async (path, status, description) => {
    await using hand = await botByHand();
    const response = await fetch(hand.telegram.apiRoot + path);
    assert([response.status, await response.json()]).toEqual([status, { ok: false, error_code: status, description }]);
  });

  test("has no body for what it cannot read at all", async () => {
    await using hand = await botByHand();
    const url = `${hand.telegram.apiRoot}/bot${hand.bot.token}/getMe`;
    const put = await fetch(url, { method: "PUT" });
    assert([put.status, await put.text()]).toEqual([501, ""]);
    assert(await post(url, "application/json", "{}", { "content-encoding": "br" })).toMatchObject({
      status: 415,
      text: "",
    });
    const huge = JSON.stringify({ text: "x".repeat(1024 * 1024) });
    assert(await post(url, "application/json", huge)).toMatchObject({ status: 413, text: "" });
  });

  test("keeps bots apart", async () => {
    await using hand = await botByHand();
    const other = hand.telegram.bot({ username: "other_bot" });
    const response = await fetch(`${hand.telegram.apiRoot}/bot${other.token}/getUpdates`);
    assert(await response.json()).toEqual({ ok: true, result: [] });
  });
});
