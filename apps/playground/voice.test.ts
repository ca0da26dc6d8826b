import { expect, test } from "vitest";
import { startTranscription } from "#harness";
import { oneSecondOfSilence } from "../../harness/people/one-second-of-silence.ts";
import { describeInBrowser, openPage, person } from "./testing/browser.ts";
import { playing } from "./testing/play-process.ts";

describeInBrowser("a voice message on the page", () => {
  test("is written down as for real, by what TRANSCRIBER names", async () => {
    await using transcription = await startTranscription();
    transcription.when().say("List the files.");
    const { url: TRANSCRIBER_URL, apiKey: TRANSCRIBER_KEY } = transcription;
    await using run = await playing({ TRANSCRIBER: "openai", TRANSCRIBER_URL, TRANSCRIBER_KEY });
    await using browser = await openPage(run.url);
    const alice = person(browser.page, "Alice");
    await alice.chat.getByRole("button", { name: "Attach" }).click();
    const chooser = browser.page.waitForEvent("filechooser");
    await browser.page.getByRole("menuitem", { name: "Voice message…" }).click();
    await (await chooser).setFiles({ name: "hello.ogg", mimeType: "audio/ogg", buffer: oneSecondOfSilence });
    await alice.sees("🎙️ “List the files.”");
    await alice.sees("Echo (a stand-in, no real agent): List the files.");
    expect((await transcription.asked()).file.bytes).toHaveLength(oneSecondOfSilence.length);
    expect(browser.complaints).toEqual([]);
  });
});
