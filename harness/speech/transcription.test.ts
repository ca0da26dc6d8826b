import { describe, expect, test } from "vitest";
import { startTranscription } from "../index.ts";
import { oneSecondOfSilence } from "../people/one-second-of-silence.ts";
import type { FakeTranscription } from "./transcription.ts";

interface Ask {
  readonly name?: string;
  readonly bytes?: Uint8Array<ArrayBuffer>;
  readonly fields?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

function ask(transcription: FakeTranscription, options: Ask = {}) {
  const { name = "voice.ogg", bytes = Buffer.from(oneSecondOfSilence), fields, key, signal } = options;
  const body = new FormData();
  body.set("file", new File([bytes], name, { type: "audio/ogg" }));
  for (const [field, value] of Object.entries({ model: "whisper-1", ...fields })) body.set(field, value);
  return fetch(`${transcription.url}/audio/transcriptions`, {
    method: "POST",
    headers: { authorization: `Bearer ${key ?? transcription.apiKey}` },
    body,
    ...(signal && { signal }),
  });
}

describe("the fake transcription service", () => {
  test("hears what it is told to, in JSON and as text", async () => {
    await using transcription = await startTranscription();
    transcription.when().say("List the files.");
    const inJson = await ask(transcription);
    expect(await inJson.json()).toEqual({ text: "List the files." });
    const asText = await ask(transcription, { fields: { response_format: "text" } });
    expect(await asText.text()).toBe("List the files.\n");
  });

  test("shows what it was sent", async () => {
    await using transcription = await startTranscription();
    transcription.when().say("Hallo.");
    await ask(transcription, { fields: { language: "de", prompt: "Ada" } });
    const { file, ...request } = await transcription.asked();
    expect(request).toMatchObject({ model: "whisper-1", language: "de", prompt: "Ada", format: "json" });
    expect(file).toMatchObject({ name: "voice.ogg", mime: "audio/ogg" });
    expect(Buffer.from(file.bytes).equals(oneSecondOfSilence)).toBe(true);
    expect(await request.ended).toBe("answered");
  });

  test("tells one audio from another", async () => {
    await using transcription = await startTranscription();
    transcription.when().say("Anything.");
    transcription.when(({ file }) => file.name.startsWith("alice")).say("Alice.");
    expect(await (await ask(transcription, { name: "alice.ogg" })).json()).toEqual({ text: "Alice." });
    expect(await (await ask(transcription, { name: "bob.ogg" })).json()).toEqual({ text: "Anything." });
  });

  test.each<[string, Ask, number, string]>([
    ["another key", { key: "sk-other" }, 401, "Incorrect API key provided."],
    ["no model", { fields: { model: "" } }, 400, "you must provide a model parameter"],
    ["an ending it does not know", { name: "voice.oga" }, 400, "Invalid file format. Supported formats:"],
    ["what is not what its ending says", { name: "voice.mp3" }, 400, "Audio file might be corrupted or unsupported"],
    ["a language that is none", { fields: { language: "German" } }, 400, "Invalid language 'German'."],
    ["a format it does not know", { fields: { response_format: "xml" } }, 400, "Invalid response_format 'xml'."],
    ["more than 25 MB", { bytes: new Uint8Array(26_214_401) }, 413, "Maximum content size limit (26214400) exceeded"],
  ])("refuses %s, as the real one does", async (_, wrong, status, message) => {
    await using transcription = await startTranscription();
    transcription.when().say("Anything.");
    const response = await ask(transcription, wrong);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining(message) } });
    expect(transcription.requests).toEqual([]);
  });

  test.each(["flac", "m4a", "mp3", "wav", "webm"])("takes %s, too", async (ending) => {
    await using transcription = await startTranscription();
    transcription.when().say("Music.");
    const beginnings: Record<string, string> = {
      flac: "fLaC",
      m4a: "\0\0\0 ftypM4A ",
      mp3: "ID3",
      wav: "RIFF\0\0\0\0WAVE",
      webm: "\x1aE\xdf\xa3",
    };
    const bytes = Buffer.from(beginnings[ending]!, "latin1");
    expect((await ask(transcription, { name: `song.${ending}`, bytes })).status).toBe(200);
  });

  test("fails as often as it is told to, and then hears", async () => {
    await using transcription = await startTranscription();
    transcription.when().fail({ status: 429, retryAfter: 2 }).fail(500).fail("malformed").fail("cut").say("At last.");
    const flooded = await ask(transcription);
    expect([flooded.status, flooded.headers.get("retry-after")]).toEqual([429, "2"]);
    expect((await ask(transcription)).status).toBe(500);
    expect(await (await ask(transcription)).text()).toBe("<h1>It works!</h1>");
    await expect(ask(transcription)).rejects.toThrow("fetch failed");
    expect(await (await ask(transcription)).json()).toEqual({ text: "At last." });
  });

  test("says nothing until the client hangs up, or until a hold is released", async () => {
    await using transcription = await startTranscription();
    const hold = transcription.hold();
    transcription.when().fail("hang").hold(hold).say("Hello.");
    const leaving = new AbortController();
    const hanging = expect(ask(transcription, { signal: leaving.signal })).rejects.toThrow("aborted");
    const request = await transcription.asked();
    leaving.abort();
    await hanging;
    expect(await request.ended).toBe("hung up");
    const held = ask(transcription);
    await hold.held;
    hold.release();
    expect(await (await held).json()).toEqual({ text: "Hello." });
  });

  test("fails the run for what no rule hears, and for what it does not imitate", async () => {
    await using transcription = await startTranscription();
    transcription.assertSound();
    expect((await ask(transcription)).status).toBe(400);
    const headers = { authorization: `Bearer ${transcription.apiKey}` };
    expect((await fetch(`${transcription.url}/models`, { headers })).status).toBe(404);
    expect(() => transcription.assertSound()).toThrow(
      "no rule says what is heard in voice.ogg\nasked for GET /v1/models, which is not imitated",
    );
  });
});
