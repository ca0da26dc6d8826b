import { describe, expect, test } from "vitest";
import { startAnthropic } from "../index.ts";
import type { FakeAnthropic } from "./anthropic.ts";

interface Ask {
  readonly stream?: boolean;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

function ask(
  anthropic: FakeAnthropic,
  messages: string | readonly object[],
  { stream = false, key = anthropic.apiKey, signal }: Ask = {},
) {
  return fetch(`${anthropic.url}/v1/messages?beta=true`, {
    method: "POST",
    headers: { "x-api-key": key, "x-claude-code-session-id": "one" },
    body: JSON.stringify({
      model: "claude-test",
      max_tokens: 100,
      stream,
      messages: typeof messages === "string" ? [{ role: "user", content: messages }] : messages,
    }),
    ...(signal && { signal }),
  });
}

/** The types of a stream's events, and its text. */
async function streamed(response: Response) {
  const frames = (await response.text()).split("\n\n").filter(Boolean);
  const events = frames.map((frame) => {
    const [, type, data = ""] = /^event: (.*)\ndata: (.*)$/s.exec(frame) ?? [];
    return { type, data: JSON.parse(data) };
  });
  return {
    types: events.map(({ type }) => type),
    text: events.map(({ data }) => data.delta?.text ?? "").join(""),
    events,
  };
}

describe("the fake Anthropic", () => {
  test("streams a message as named events", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when("hello").say("Good ").say("morning.");
    const response = await ask(anthropic, "hello", { stream: true });
    expect(response.headers.get("content-type")).toMatch("text/event-stream");
    const { types, text, events } = await streamed(response);
    expect(text).toBe("Good morning.");
    expect(types).toEqual([
      "message_start",
      "content_block_start",
      "content_block_delta",
      "content_block_delta",
      "content_block_stop",
      "message_delta",
      "message_stop",
    ]);
    expect(events.every(({ type, data }) => data.type === type)).toBe(true);
  });

  test("sends the same message whole to whoever does not stream", async () => {
    await using anthropic = await startAnthropic();
    anthropic
      .when("hello")
      .think("A greeting.")
      .say("Hi.")
      .use("Bash", { command: "ls" })
      .costs({ input: 5, output: 7 });
    const response = await ask(anthropic, "hello");
    expect(await response.json()).toEqual({
      id: "msg_1",
      type: "message",
      role: "assistant",
      model: "claude-test",
      content: [
        { type: "thinking", thinking: "A greeting.", signature: "c2lnbmVk" },
        { type: "text", text: "Hi." },
        { type: "tool_use", id: "toolu_1", name: "Bash", input: { command: "ls" } },
      ],
      stop_reason: "tool_use",
      stop_sequence: null,
      usage: { input_tokens: 5, output_tokens: 7 },
    });
  });

  test("goes on by the results of the tools that it used", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when("hello").use("Bash", { command: "ls" }).also("Bash", { command: "pwd" }).say("Done.");
    const { content } = (await (await ask(anthropic, "hello")).json()) as { content: { id: string }[] };
    const results = content.map(({ id }) => ({ type: "tool_result", tool_use_id: id, content: "file" }));
    const reminder = { type: "text", text: "<system-reminder>Mind the gap.</system-reminder>" };
    const messages = [
      { role: "user", content: "hello" },
      { role: "assistant", content },
      { role: "user", content: [...results, reminder] },
      { role: "system", content: "Beside the point." },
    ];
    expect(await (await ask(anthropic, messages)).json()).toMatchObject({ content: [{ text: "Done." }] });
    expect(anthropic.heard("one").map(({ role, text }) => `${role}: ${text}`)).toEqual([
      "user: hello",
      'assistant: [Bash {"command":"ls"}][Bash {"command":"pwd"}]',
      "user: [file][file]",
    ]);
  });

  test("splits no character between two events", async () => {
    await using anthropic = await startAnthropic();
    const text = `x${"🐈".repeat(100)}`;
    anthropic.when("hello").say(text);
    const { text: arrived } = await streamed(await ask(anthropic, "hello", { stream: true }));
    expect(arrived).toBe(text);
  });

  test("answers by the latest rule, and by an earlier one when nothing is left of that", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when(/hello/).say("Hi.");
    anthropic.when(/./).fail(529, { times: 2 });
    const statuses = [];
    for (const _ of [1, 2, 3]) statuses.push((await ask(anthropic, "hello")).status);
    expect(statuses).toEqual([529, 529, 200]);
  });

  test.each([
    [401, "authentication_error"],
    [429, "rate_limit_error"],
    [500, "api_error"],
    [529, "overloaded_error"],
  ])("refuses with a %i as %s", async (status, type) => {
    await using anthropic = await startAnthropic();
    anthropic.when("hello").fail({ status, message: "No.", retryAfter: 3 });
    const response = await ask(anthropic, "hello", { stream: true });
    expect(response.status).toBe(status);
    expect(response.headers.get("retry-after")).toBe("3");
    expect(await response.json()).toEqual({ type: "error", error: { type, message: "No." } });
  });

  test("answers with what is no message, if it is told to", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when("hello").fail("malformed");
    const response = await ask(anthropic, "hello");
    expect([response.status, await response.text()]).toEqual([200, "<h1>It works!</h1>"]);
  });

  test("lets nobody in with another key", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when("hello").say("Hi.");
    expect((await ask(anthropic, "hello", { key: "sk-other" })).status).toBe(401);
    expect(anthropic.requests).toEqual([]);
  });

  test("in mid-stream fails by an event, as half of one, by a cut, and by silence", async () => {
    await using anthropic = await startAnthropic();
    const rule = anthropic.when("hello").say("Good mor").fail(529).fail("half").fail("cut").fail("hang").say("ning.");
    expect(rule).toBeDefined();
    const byEvent = await streamed(await ask(anthropic, "hello", { stream: true }));
    expect(byEvent.events.at(-1)?.data).toMatchObject({ type: "error", error: { type: "overloaded_error" } });
    const half = await streamed(await ask(anthropic, "hello", { stream: true }));
    expect(half.types.at(-1)).toBe("content_block_delta");
    const cut = await ask(anthropic, "hello", { stream: true });
    await expect(cut.text()).rejects.toThrow("terminated");
    const leaving = new AbortController();
    const silent = await ask(anthropic, "hello", { stream: true, signal: leaving.signal });
    leaving.abort();
    await expect(silent.text()).rejects.toThrow("aborted");
    expect(await anthropic.requests.at(-1)?.ended).toBe("hung up");
    expect((await streamed(await ask(anthropic, "hello", { stream: true }))).text).toBe("Good morning.");
  });

  test("waits at a hold, once, until it is released", async () => {
    await using anthropic = await startAnthropic();
    const hold = anthropic.hold();
    anthropic.when("hello").say("One. ").hold(hold).say("Two.");
    const response = await ask(anthropic, "hello", { stream: true });
    const { prompt, session } = await hold.held;
    expect({ prompt, session }).toEqual({ prompt: "hello", session: "one" });
    expect((await streamed(await ask(anthropic, "hello", { stream: true }))).text).toBe("One. Two.");
    hold.release();
    expect((await streamed(response)).text).toBe("One. Two.");
    expect(await anthropic.requests[0]!.ended).toBe("answered");
  });

  test("knows when a client has hung up at a hold", async () => {
    await using anthropic = await startAnthropic();
    const hold = anthropic.hold();
    anthropic.when("hello").hold(hold).say("Hi.");
    const leaving = new AbortController();
    const asking = expect(ask(anthropic, "hello", { signal: leaving.signal })).rejects.toThrow("aborted");
    const request = await hold.held;
    leaving.abort();
    await asking;
    expect(await request.ended).toBe("hung up");
  });

  test("can go away and come back at its address", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when("hello").say("Hi.");
    await anthropic.goAway();
    await expect(ask(anthropic, "hello")).rejects.toThrow("fetch failed");
    await anthropic.comeBack();
    expect((await ask(anthropic, "hello")).status).toBe(200);
  });

  test("counts tokens", async () => {
    await using anthropic = await startAnthropic();
    const response = await fetch(`${anthropic.url}/v1/messages/count_tokens?beta=true`, {
      method: "POST",
      headers: { authorization: `Bearer ${anthropic.apiKey}` },
      body: JSON.stringify({ model: "claude-test", messages: [{ role: "user", content: "x".repeat(400) }] }),
    });
    const { input_tokens } = (await response.json()) as { input_tokens: number };
    expect(input_tokens).toBeGreaterThan(100);
    expect(input_tokens).toBeLessThan(120);
  });

  test("fails the run for what no rule answers, and for what it does not imitate", async () => {
    await using anthropic = await startAnthropic();
    anthropic.assertSound();
    const response = await ask(anthropic, "surprise");
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { message: 'No rule answers "surprise".' } });
    const headers = { "x-api-key": anthropic.apiKey };
    expect((await fetch(`${anthropic.url}/v1/models`, { headers })).status).toBe(404);
    expect(() => anthropic.assertSound()).toThrow(
      'no rule answers "surprise"\nasked for GET /v1/models, which is not imitated',
    );
  });

  test("waits for what is asked, and says what was asked instead", async () => {
    await using anthropic = await startAnthropic();
    anthropic.when(/./).say("Hi.");
    const asked = anthropic.asked(/hello/);
    await ask(anthropic, "hello");
    expect((await asked).prompt).toBe("hello");
    await expect(anthropic.asked(/goodbye/, { within: 1 })).rejects.toThrow('Asked was:\n  "hello"');
  });
});
