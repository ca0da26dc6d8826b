import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { startAnthropic, startTelegram, startTranscription } from "../index.ts";

const ask = (url: string, key: string, body: string | FormData) =>
  fetch(url, { method: "POST", headers: { authorization: `Bearer ${key}` }, body });

const message = (content: string) => JSON.stringify({ model: "any", messages: [{ role: "user", content }] });

test("the scripts of the README play as they stand there", async () => {
  await using anthropic = await startAnthropic();
  anthropic
    .when(/list the files/)
    .think("Let me look.")
    .use("Bash", { command: "ls" })
    .say("There are two.");
  anthropic.when("hello").fail({ status: 429, retryAfter: 2 }, { times: 3 }).say("Hi.");

  const url = `${anthropic.url}/v1/messages`;
  const statuses = [];
  for (const _ of [1, 2, 3, 4]) statuses.push((await ask(url, anthropic.apiKey, message("hello"))).status);
  expect(statuses).toEqual([429, 429, 429, 200]);
  const used = await (await ask(url, anthropic.apiKey, message("Please list the files."))).json();
  expect(used).toMatchObject({
    stop_reason: "tool_use",
    content: [{ type: "thinking" }, { input: { command: "ls" } }],
  });
  anthropic.assertSound();
});

test("so does what is heard in a voice message", async () => {
  await using telegram = await startTelegram();
  telegram.bot({ username: "any_bot" });
  telegram.oracles.off("unanswered");
  const alice = telegram.user({ firstName: "Alice" });
  await using transcription = await startTranscription();
  transcription
    .when(({ file }) => file.bytes.length > 100)
    .fail(500)
    .say("Please list the files.");
  const { voice } = await alice.sendVoice();

  const answers = [];
  for (const _ of [1, 2]) {
    const form = new FormData();
    form.set("model", "whisper-1");
    form.set("file", new File([Buffer.alloc(voice?.file_size ?? 0, "OggS")], "voice.ogg"));
    answers.push(await (await ask(`${transcription.url}/audio/transcriptions`, transcription.apiKey, form)).json());
  }
  expect(answers).toEqual([expect.objectContaining({ error: expect.anything() }), { text: "Please list the files." }]);
});

test("and this is what stands there", async () => {
  const bare = (text: string) => text.replaceAll(/\s+/g, "");
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const source = bare(await readFile(import.meta.filename, "utf8"));
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => block);
  const scripts = blocks.filter((block) => /startAnthropic|startTranscription/.test(block));
  expect(scripts).toHaveLength(2);
  for (const script of scripts) expect(source).toContain(bare(script));
});
