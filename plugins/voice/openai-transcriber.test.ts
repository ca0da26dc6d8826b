import { describe, expect, test } from "vitest";
import { type Recording, TranscriptionFailed } from "#core";
import { startTranscription } from "#harness";
import { OpenAiTranscriber } from "./openai-transcriber.ts";

const recording: Recording = { name: "voice.ogg", mime: "audio/ogg", bytes: Buffer.from("OggS") };
const never = new AbortController().signal;

async function setTranscriber(options: { readonly key?: string; readonly timeoutMs?: number } = {}) {
  const transcription = await startTranscription();
  const transcriber = new OpenAiTranscriber({
    baseUrl: transcription.url,
    model: "whisper-1",
    key: transcription.apiKey,
    ...options,
  });
  return {
    transcription,
    transcriber,
    [Symbol.asyncDispose]: () => transcription[Symbol.asyncDispose](),
  };
}

describe("a transcription by a service", () => {
  test("is the text that it answers", async () => {
    await using set = await setTranscriber();
    set.transcription.when().say("Hello.");
    expect(await set.transcriber.transcribe(recording, never)).toBe("Hello.");
  });

  test("is tried again when the service has too much to do, or a problem", async () => {
    await using set = await setTranscriber();
    set.transcription
      .when()
      .fail({ status: 429, retryAfter: 0.01 })
      .fail({ status: 500, retryAfter: 0.01 })
      .say("Hello.");
    expect(await set.transcriber.transcribe(recording, never)).toBe("Hello.");
    expect(set.transcription.requests).toHaveLength(3);
  });

  test.each([
    ["too much to do", { status: 429, retryAfter: 0.01 }, "The transcription service has too much to do just now."],
    ["a problem", { status: 503, retryAfter: 0.01 }, "The transcription service has a problem of its own."],
    ["an answer of another kind", "malformed", "The transcription service gave an answer that I don't understand."],
  ] as const)("fails with a sentence when it has %s", async (_, failure, sentence) => {
    await using set = await setTranscriber();
    set.transcription.when().fail(failure, { times: 9 });
    await expect(set.transcriber.transcribe(recording, never)).rejects.toThrow(new TranscriptionFailed(sentence));
  });

  test("fails with a sentence when the key is wrong", async () => {
    await using set = await setTranscriber({ key: "sk-other" });
    await expect(set.transcriber.transcribe(recording, never)).rejects.toThrow(
      "The transcription service does not accept this bot's key.",
    );
  });

  test("fails with a sentence when nobody answers in time", async () => {
    await using set = await setTranscriber({ timeoutMs: 20 });
    set.transcription.when().fail("hang", { times: 9 });
    await expect(set.transcriber.transcribe(recording, never)).rejects.toThrow(
      "The transcription service does not answer.",
    );
  });

  test("ends when it is no longer wanted", async () => {
    await using set = await setTranscriber();
    set.transcription.when().fail("hang");
    const wanted = new AbortController();
    const asking = set.transcriber.transcribe(recording, wanted.signal);
    const request = await set.transcription.asked();
    wanted.abort(new Error("no longer wanted"));
    await expect(asking).rejects.toThrow("no longer wanted");
    expect(await request.ended).toBe("hung up");
  });
});
