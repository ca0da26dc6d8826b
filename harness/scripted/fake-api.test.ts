import { expect, test } from "vitest";
import { startAnthropic, startTelegram, startTranscription } from "../index.ts";

test("a scenario fails at its end for what was asked of its fakes, and no script answers", async () => {
  await using telegram = await startTelegram();
  await using anthropic = await startAnthropic({ telegram });
  await using transcription = await startTranscription({ telegram });
  anthropic.when("hello").say("Hi.");
  const headers = { "x-api-key": anthropic.apiKey, authorization: `Bearer ${transcription.apiKey}` };
  const ask = async (content: string) => {
    const body = JSON.stringify({ model: "any", max_tokens: 9, messages: [{ role: "user", content }] });
    return (await fetch(`${anthropic.url}/v1/messages`, { method: "POST", headers, body })).status;
  };
  expect(await ask("hello")).toBe(200);
  telegram.assertSound();
  expect(await ask("surprise")).toBe(400);
  await fetch(`${transcription.url}/models`, { headers });
  expect(() => telegram.assertSound()).toThrow(
    'not scripted: no rule answers "surprise"\nnot scripted: asked for GET /v1/models, which is not imitated',
  );
});
