import { expect as assert, describe, test } from "vitest";
import { openSessions } from "#core";
import { expect, type FakeTranscription, startTranscription, type User } from "#harness";
import { setStage } from "../stage.fixture.ts";
import { OpenAiTranscriber } from "./openai-transcriber.ts";

const echo = (text: string) => `🪞 Echo (a stand-in, no real agent): ${text}`;

const transcriberAt = ({ url, apiKey }: FakeTranscription) =>
  new OpenAiTranscriber({ baseUrl: url, model: "whisper-1", language: "en", key: apiKey });

async function setVoice() {
  const transcription = await startTranscription();
  const stage = await setStage({ transcriber: transcriberAt(transcription) });
  return {
    ...stage,
    transcription,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await transcription[Symbol.asyncDispose]();
      transcription.assertSound();
    },
  };
}

async function prefer(user: User, button: string): Promise<void> {
  await user.send("/preferences");
  await expect(user).toSee("⚙️ Preferences:");
  await user.press(button);
  await user.press("✅ Done");
}

describe("a voice message", () => {
  test("is written down, shown, and answered as if it had been typed", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say("List the files.");
    await alice.sendVoice();
    await expect(alice).toSee("🎙️ “List the files.”");
    await expect(alice).toSee(echo("List the files."));
    const { file, model, language } = await transcription.asked();
    assert({ model, language }).toEqual({ model: "whisper-1", language: "en" });
    assert(file).toMatchObject({ name: "voice.ogg", mime: "audio/ogg" });
    const [sent] = alice.messages();
    assert(Buffer.from(file.bytes).equals(Buffer.from(await alice.open(sent!)))).toBe(true);
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 1");
  });

  test("is not shown to who does not want to see it", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say("List the files.");
    await prefer(alice, "show_transcription: true");
    await alice.sendVoice();
    await expect(alice).toSee(echo("List the files."));
    assert(alice.messages().some(({ text }) => text?.startsWith("🎙️"))).toBe(false);
  });

  test("keeps its place before a text that follows it, and holds up nobody else", async () => {
    await using stage = await setVoice();
    const { alice, bob, transcription } = stage;
    const hold = transcription.hold();
    transcription.when().hold(hold).say("first");
    await alice.sendVoice();
    await hold.held;
    await alice.send("second");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 2");
    await bob.send("hello");
    await expect(bob).toSee(echo("hello"));
    hold.release();
    await expect(alice).toSee(echo("first"));
    await expect(alice).toSee(echo("second"));
  });

  test("that is being written down when the bot ends is written down by the next one", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    const hold = transcription.hold();
    transcription.when().hold(hold).say("first");
    await alice.sendVoice();
    const request = await hold.held;
    await alice.send("second");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await stage.restart();
    assert(await request.ended).toBe("hung up");
    await expect(alice).toSee(echo("first"));
    await expect(alice).toSee(echo("second"));
    assert(transcription.requests).toHaveLength(2);
  });

  test("that can't be written down is kept, and is written down at Retry", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().fail({ status: 400, message: "Bad audio" }).say("first");
    await alice.sendVoice();
    await expect(alice).toSee(
      "❌ The transcription service could not make anything of this recording. Your message is kept.",
    );
    await alice.send("second");
    await expect(alice).toSee("first press Retry or Discard");
    await alice.press("🔁 Retry");
    await expect(alice).toSee(echo("first"));
    await expect(alice).toSee(echo("second"));
  });

  test("with nothing said in it says so", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say(" ");
    await alice.sendVoice();
    await expect(alice).toSee("❌ I heard no words in this. Your message is kept.");
    await alice.press("🗑️ Discard");
    await expect(alice).toSee("Discarded");
  });

  test("that is too big is refused before it is downloaded", async () => {
    await using stage = await setVoice();
    const { alice, telegram } = stage;
    await alice.sendVoice({ bytes: Buffer.alloc(20 * 1024 * 1024 + 1) });
    await expect(alice).toSee("❌ This is larger than the 20 MB that bots can download. Please send a shorter one.");
    assert(telegram.calls.of("getFile")).toEqual([]);
  });

  test("that Telegram does not hand out is kept", async () => {
    await using stage = await setVoice();
    const { alice, telegram, transcription } = stage;
    transcription.when().say("first");
    telegram.faults.add({ method: "getFile", answer: { status: 400, description: "Bad Request: wrong file_id" } });
    await alice.sendVoice();
    await expect(alice).toSee("❌ Telegram does not know this file any more. Your message is kept.");
    await alice.press("🔁 Retry");
    await expect(alice).toSee(echo("first"));
  });

  test("that is known to be too big only when it is fetched is told without a Retry, and holds up nothing", async () => {
    await using stage = await setVoice();
    const { alice, telegram } = stage;
    telegram.oracles.allowRefusal("file is too big");
    telegram.faults.add({ method: "getFile", answer: { status: 400, description: "Bad Request: file is too big" } });
    await alice.sendVoice();
    const { message } = await expect(alice).toSee("❌ This is larger than the 20 MB that bots can download.");
    assert(message.reply_markup).toBeUndefined();
    await alice.send("second");
    await expect(alice).toSee(echo("second"));
  });

  test("is asked with the message that it replies to, and shown without", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    await alice.send("My cat is Ada.");
    const { message } = await expect(alice).toSee(echo("My cat is Ada."));
    transcription.when().say("Who is that?");
    await alice.sendVoice({ replyTo: message });
    await expect(alice).toSee("🎙️ “Who is that?”");
    await expect(alice).toSee(/In reply to what you said:\)\n\n🪞 Echo [\s\S]*My cat is Ada\.\n\nWho is that\?$/);
  });

  test("in a group counts if it replies to the bot", async () => {
    await using stage = await setVoice();
    const { alice, telegram, transcription } = stage;
    const group = telegram.group({ members: [alice] });
    await alice.send("/status@holdfast_bot", { in: group });
    const { message } = await expect(alice).toSee("Current Status", { in: group });
    transcription.when().say("And now?");
    await alice.sendVoice({ in: group });
    await alice.sendVoice({ in: group, replyTo: message });
    await expect(alice).toSee("🎙️ “And now?”", { in: group });
    await expect(alice).toSee(/And now\?$/, { in: group });
    assert(transcription.requests).toHaveLength(1);
  });

  test("that is being written down is given up at /stop, and what waits goes on", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    const hold = transcription.hold();
    transcription.when().hold(hold).say("first");
    await alice.sendVoice();
    const request = await hold.held;
    await alice.send("second");
    await expect(alice).toSee("⏳ Queued: 1 ahead.");
    await alice.send("/stop");
    await expect(alice).toSee("⏹️ Stopped. Our conversation stays. The one that waits goes on.");
    assert(await request.ended).toBe("hung up");
    await expect(alice).toSee(echo("second"));
    assert(alice.messages().some(({ text }) => text?.includes("first"))).toBe(false);
  });

  test("that is being written down keeps its place when what waits is sent before it", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    const hold = transcription.hold();
    transcription.when().hold(hold).say("first");
    await alice.sendVoice();
    await hold.held;
    await alice.send("second");
    await alice.press("⏩ Send now");
    await expect(alice).toSee(echo("second"));
    hold.release();
    await expect(alice).toSee(echo("first"));
  });

  test("of an hour is shown as far as there is room, and answered whole", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    // At the cut stands half of a letter.
    const words = `x${"😀".repeat(30_000)} the end`;
    transcription.when().say(words);
    await alice.sendVoice();
    await expect(alice).toSee(/^🎙️ “x(😀)+\ufffd…”$/u);
    await expect(alice).toSee("📄 The whole answer: 60,046 characters.");
  });

  test("in a bot that can't listen is answered with a sentence", async () => {
    await using stage = await setStage();
    await stage.alice.sendVoice();
    await expect(stage.alice).toSee("🎙️ Voice is not set up here, but text works: please write it instead.");
  });
});

describe("other recordings", () => {
  test("audio files are sent under an ending that services know, with their caption before the words", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say("la la la");
    await alice.sendMedia("audio", { bytes: Buffer.from("ID3 and so on"), name: "Song.MP3", caption: "Sing along:" });
    await expect(alice).toSee(echo("Sing along:\n\nla la la"));
    assert((await transcription.asked()).file.name).toBe("voice.mp3");
  });

  test("video messages are listened to", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say("look at this");
    await alice.sendMedia("video_note", { bytes: Buffer.from("\0\0\0 ftypisom") });
    await expect(alice).toSee(echo("look at this"));
    assert((await transcription.asked()).file.name).toBe("voice.mp4");
  });
});

describe("with confirm_transcription", () => {
  async function setAsked(words: string) {
    const stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say(words);
    await prefer(alice, "confirm_transcription: false");
    await alice.sendVoice();
    await expect(alice).toSee(`🎙️ “${words}”`);
    await expect(alice).toSeeButton("✏️ Edit");
    return stage;
  }

  test("nothing runs until it is sent, once, and what follows waits", async () => {
    await using stage = await setAsked("List the files.");
    const { alice } = stage;
    await alice.send("second");
    await expect(alice).toSee("⏳ Queued: 1 ahead. One of them waits for your decision.");
    assert(await alice.press("✅ Send")).toBe("✅ Sent.");
    await expect(alice).toSee(echo("List the files."));
    await expect(alice).toSee(echo("second"));
  });

  test("it can be dropped", async () => {
    await using stage = await setAsked("List the files.");
    const { alice } = stage;
    assert(await alice.press("🗑️ Drop")).toBe("🗑️ Dropped.");
    await alice.send("second");
    await expect(alice).toSee(echo("second"));
    assert(alice.messages().some(({ text }) => text === echo("List the files."))).toBe(false);
  });

  test("it can be put right by the next text, which leaves its caption as it is", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    transcription.when().say("la la");
    await prefer(alice, "confirm_transcription: false");
    await alice.sendMedia("audio", { bytes: Buffer.from("ID3"), name: "song.mp3", caption: "Sing along:" });
    await expect(alice).toSee("🎙️ “la la”");
    await stage.restart();
    await alice.press("✏️ Edit");
    await expect(alice).toSee("✏️ Send me the text as it should be.");
    await alice.send("la la la");
    await expect(alice).toSee(echo("Sing along:\n\nla la la"));
  });

  test("it can be put right by the next text", async () => {
    await using stage = await setAsked("List the flies.");
    const { alice } = stage;
    await alice.press("✏️ Edit");
    await expect(alice).toSee("✏️ Send me the text as it should be.");
    await alice.send("List the files.");
    await expect(alice).toSee("✅ Sent as you wrote it.");
    await expect(alice).toSee(echo("List the files."));
    await alice.send("And now?");
    await expect(alice).toSee(echo("And now?"));
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 2");
  });

  test("Send now decides for it, and has it run in place of what ran", async () => {
    await using stage = await setVoice();
    const { alice, transcription } = stage;
    await prefer(alice, "confirm_transcription: false");
    transcription.when().say("List the files.");
    await alice.send("slow 60s");
    await expect(alice).toSeeTyping();
    await alice.sendVoice();
    await expect(alice).toSee("🎙️ “List the files.”");
    // Only then is its text known to be there.
    const waits = async () => (await openSessions(stage.backend).read(alice.id))?.turns.some(({ held }) => held);
    await assert.poll(waits).toBe(true);
    await alice.press("⏩ Send now");
    await expect(alice).toSee(echo("List the files."));
    assert(await alice.press("✅ Send")).toBe("This button has done its work already.");
  });

  test("the buttons still work after a restart", async () => {
    await using stage = await setAsked("List the files.");
    const { alice, transcription } = stage;
    await stage.restart();
    await alice.press("✅ Send");
    await expect(alice).toSee(echo("List the files."));
    assert(transcription.requests).toHaveLength(1);
  });
});
