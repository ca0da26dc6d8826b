import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { test } from "vitest";
import { expect } from "#harness";
import { describeWithPrograms } from "../../plugins/voice/with-programs.fixture.ts";
import { setStage } from "./testing/assistant-stage.ts";

const programs = { ffmpeg: "ffmpeg", pocketsphinx_continuous: "pocketsphinx pocketsphinx-en-us" };
const heard = "🎙️ “read the news to me”";
const answer = "🪞 Echo (a stand-in, no real agent): read the news to me";
const SOON = { within: 20_000 };

/** As the README has it. */
async function transcriberOfReadme(): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, "../../README.md"), "utf8");
  const [, transcriber = ""] = /TRANSCRIBER='(command:pocketsphinx[^']*)'/.exec(readme) ?? [];
  return transcriber;
}

/** Has somebody say this, and records it as Telegram's apps do. */
async function speak(file: string, options: readonly string[]): Promise<string> {
  const speech = ["-f", "lavfi", "-i", "flite=text='Read the news to me.':voice=rms"];
  await promisify(execFile)("ffmpeg", ["-v", "error", ...speech, ...options, "-ar", "48000", file]);
  return file;
}

describeWithPrograms(programs, "the assistant with a speech program of this machine", () => {
  test("hears what is said in a voice message, and answers it", async () => {
    await using stage = await setStage({});
    const { alice } = stage;
    await stage.bot({ TRANSCRIBER: await transcriberOfReadme() }).start();
    const path = await speak(join(stage.directory, "news.ogg"), ["-c:a", "libopus"]);
    await alice.sendVoice({ path });
    await expect(alice).toSee(heard, SOON);
    await expect(alice).toSee(answer, SOON);
  });

  test("hears what is said in a video message", async () => {
    await using stage = await setStage({});
    const { alice } = stage;
    await stage.bot({ TRANSCRIBER: await transcriberOfReadme() }).start();
    const picture = ["-f", "lavfi", "-i", "color=blue:s=240x240", "-shortest", "-c:v", "mpeg4", "-c:a", "aac"];
    const path = await speak(join(stage.directory, "round.mp4"), picture);
    await alice.sendMedia("video_note", { path });
    await expect(alice).toSee(answer, SOON);
  });

  test("says so when nothing is said", async () => {
    await using stage = await setStage({});
    const { alice } = stage;
    await stage.bot({ TRANSCRIBER: await transcriberOfReadme() }).start();
    await alice.sendVoice();
    await expect(alice).toSee("❌ I heard no words in this. Your message is kept.", SOON);
  });
});
