import type { Update } from "grammy/types";
import { describe, expect, test } from "vitest";
import { StoreUnavailable } from "#core";
import { freePort } from "#harness";
import { startHttpServer } from "./http-server.ts";

async function setServer(take: (update: Update) => Promise<void> = async () => {}) {
  const port = await freePort();
  const health = () => ({ ready: true, idle: true });
  const server = await startHttpServer({
    port,
    host: "127.0.0.1",
    health,
    webhook: { path: "/hook", secret: "s3cret", take },
  });
  const post = (body: string | ReadableStream, secret: string | undefined = "s3cret") =>
    fetch(`http://127.0.0.1:${port}/hook`, {
      method: "POST",
      body,
      duplex: "half",
      headers: { "content-type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret },
    } as RequestInit).then(({ status }) => status);
  return { port, post, [Symbol.asyncDispose]: () => server.close() };
}

describe("the webhook", () => {
  test("answers 200 only when the update is stored", async () => {
    const taken: Update[] = [];
    await using server = await setServer(async (update) => void taken.push(update));
    expect(await server.post('{"update_id":5}')).toBe(200);
    expect(taken).toEqual([{ update_id: 5 }]);
  });

  test("answers 503 while the store is away, so that Telegram keeps the update", async () => {
    await using server = await setServer(async () => {
      throw new StoreUnavailable("Redis", "did not answer");
    });
    expect(await server.post('{"update_id":5}')).toBe(503);
  });

  test.each(["wrong", "", "s3cret and more"])("refuses the secret %j", async (secret) => {
    const taken: Update[] = [];
    await using server = await setServer(async (update) => void taken.push(update));
    expect(await server.post('{"update_id":5}', secret)).toBe(401);
    expect(taken).toEqual([]);
  });

  test.each(["not JSON", "{}", "[]", "null"])("refuses %s as an update", async (body) => {
    await using server = await setServer();
    expect(await server.post(body)).toBe(400);
  });

  test("refuses a body larger than any update", async () => {
    await using server = await setServer();
    expect(await server.post(`{"update_id":5,"x":"${"x".repeat(2 ** 20)}"}`)).toBe(413);
  });

  test("refuses one that does not say how large it is, too, and goes on with the next", async () => {
    await using server = await setServer();
    const pieces = new ReadableStream({
      pull: (stream) => (pulled++ < 20 ? stream.enqueue(Buffer.alloc(100_000, "x")) : stream.close()),
    });
    let pulled = 0;
    expect(await server.post(pieces)).toBe(413);
    expect(await server.post('{"update_id":5}')).toBe(200);
  });

  test("is at its own path alone", async () => {
    await using server = await setServer();
    const statusOf = async (path: string, method: string) =>
      (await fetch(`http://127.0.0.1:${server.port}${path}`, { method })).status;
    expect(await statusOf("/hook/", "POST")).toBe(404);
    expect(await statusOf("/hook", "GET")).toBe(404);
    expect(await statusOf("/healthz?verbose", "GET")).toBe(200);
  });
});

test("a port that is taken is one clear error", async () => {
  await using server = await setServer();
  const health = () => ({ ready: true, idle: true });
  await expect(startHttpServer({ port: server.port, host: "127.0.0.1", health })).rejects.toMatchObject({
    code: "SETUP_INVALID",
    message: `Port ${server.port} can't be used.`,
  });
});
