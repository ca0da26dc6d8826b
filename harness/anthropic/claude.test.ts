import { expect, test } from "vitest";
import { startAnthropic } from "../index.ts";
import { claudeUser, describeWithClaude } from "./claude.fixture.ts";

describeWithClaude("Claude Code against the fake Anthropic", () => {
  test("streams what the script says, thoughts included, to its result", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic
      .when(/capital of France/)
      .think("Easy.")
      .say("It is ")
      .say("Paris.")
      .costs({ input: 1200, output: 34 });
    const { told, result } = await alice.asks("What is the capital of France?", { includePartialMessages: true });
    expect(result).toMatchObject({ subtype: "success", result: "It is Paris.", is_error: false });
    expect(result.usage).toMatchObject({ input_tokens: 1200, output_tokens: 34 });
    const deltas = told.flatMap((message) => (message.type === "stream_event" ? [message.event] : []));
    expect(deltas).toContainEqual(expect.objectContaining({ delta: { type: "thinking_delta", thinking: "Easy." } }));
    expect(deltas).toContainEqual(expect.objectContaining({ delta: { type: "text_delta", text: "It is " } }));
    anthropic.assertSound();
  });

  test("uses the tool and goes on with what it brought", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/shout/).say("One moment.").use("Bash", { command: "echo hel''lo" }).say("It shouted.");
    const { result } = await alice.asks("Please shout.");
    expect(result).toMatchObject({ result: "It shouted.", num_turns: 2 });
    expect(anthropic.heard(result.session_id).map(({ role, text }) => `${role}: ${text}`)).toEqual([
      "user: Please shout.",
      'assistant: One moment.[Bash {"command":"echo hel\'\'lo"}]',
      "user: [hello]",
    ]);
  });

  test("resumes a conversation in a new process, and the model hears the earlier one", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when("My cat is Ada.").say("Noted.");
    anthropic.when("Who is my cat?").say("Ada.");
    const { result } = await alice.asks("My cat is Ada.");
    await alice.asks("Who is my cat?", { resume: result.session_id });
    expect(anthropic.heard(result.session_id).map(({ text }) => text)).toEqual([
      "My cat is Ada.",
      "Noted.",
      "Who is my cat?",
    ]);
  });

  test.each([
    [400, "unknown"],
    [403, "authentication_failed"],
    [404, "model_not_found"],
    [413, "invalid_request"],
  ])("reports a %i as %s", async (status, kind) => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/hello/).fail(status, { times: 9 });
    const { told, error, result } = await alice.asks("hello");
    expect(error).toBeInstanceOf(Error);
    expect(result).toMatchObject({ is_error: true, api_error_status: status });
    expect(told).toContainEqual(expect.objectContaining({ type: "assistant", error: kind }));
  });

  test("waits as long as a 429 says, and comes again", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/hello/).fail({ status: 429, retryAfter: 1 }).say("Hi.");
    const { told, result } = await alice.asks("hello");
    expect(result).toMatchObject({ result: "Hi." });
    expect(told).toContainEqual(expect.objectContaining({ subtype: "api_retry", error_status: 429 }));
    const [first, second] = anthropic.requests;
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1_000);
  });

  test("that is cut off in mid-stream asks once more, without a stream", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/hello/).say("Good mor").fail(529).say("ning.");
    const { result } = await alice.asks("hello");
    expect(result).toMatchObject({ result: "Good morning." });
    expect(anthropic.requests.map(({ body }) => body.stream)).toEqual([true, false]);
  });

  test("compacts a conversation to the summary that the script has for it", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/./).say("Noted.");
    anthropic.whenCompacting().say("<summary>A cat called Ada.</summary>");
    const { result } = await alice.asks("My cat is Ada.");
    const { told } = await alice.asks("/compact", { resume: result.session_id });
    expect(told).toContainEqual(expect.objectContaining({ subtype: "compact_boundary" }));
    await alice.asks("Go on.", { resume: result.session_id });
    expect(anthropic.heard(result.session_id)[0]!.text).toContain("A cat called Ada.");
    anthropic.assertSound();
  });

  test("compacts by itself after a message that says it has cost nearly all there is", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/./).say("Noted.");
    const { result } = await alice.asks("My cat is Ada.");
    anthropic
      .when(/hungry/)
      .say("Feed her.")
      .costs({ input: 990_000 });
    await alice.asks("She is hungry.", { resume: result.session_id });
    const { told } = await alice.asks("Go on.", { resume: result.session_id });
    expect(told).toContainEqual(
      expect.objectContaining({
        subtype: "compact_boundary",
        compact_metadata: expect.objectContaining({ trigger: "auto" }),
      }),
    );
  });

  test("goes nowhere but to the messages", async () => {
    await using anthropic = await startAnthropic();
    await using alice = await claudeUser(anthropic);
    anthropic.when(/./).say("Noted.");
    await alice.asks("hello");
    anthropic.assertSound();
    await alice.asks("hello", { env: { CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "" } });
    expect(() => anthropic.assertSound()).toThrow("HEAD /api/hello, which is not imitated");
  });
});
