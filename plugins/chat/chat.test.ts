import { expect as assert, test } from "vitest";
import { expect } from "#harness";
import { setStage } from "../stage.fixture.ts";

test("a text becomes a turn, which the agent answers and the session counts", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("My cat is called Ada.");
  await expect(alice).toSee("🪞 Echo (a stand-in, no real agent): My cat is called Ada.");
  await alice.send("/status");
  await expect(alice).toSee("Turn Count: 1");
});

test("a message that has to wait says how many come first, and is answered in its turn", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("slow 500ms one");
  await expect(alice).toSeeTyping();
  await alice.send("two");
  await expect(alice).toSee("⏳ Queued: 1 ahead.");
  await expect(alice).toSee("slow 500ms one");
  await expect(alice).toSee("two");
});

test("commands are answered while the agent is at work", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("slow 60s");
  await expect(alice).toSeeTyping();
  await alice.send("/status");
  await expect(alice).toSee("Turn Count: 1");
});

test("a message behind an interrupted one says which buttons come first", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("slow 60s");
  await expect(alice).toSeeTyping();
  await stage.restart();
  await expect(alice).toSee("I was interrupted");
  await alice.send("two");
  await expect(alice).toSee("⏳ Queued: 1 ahead. An interrupted one holds them up: first press Retry or Discard.");
  // The receipt may be far above or deleted: the buttons come along.
  await expect(alice).toSeeButton("🔁 Retry");
  await alice.press("🗑️ Discard");
  await expect(alice).toSee("two");
});

test("of messages beyond the limit the first is told, and at the end how many were not accepted", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  for (let count = 0; count < 200; count++) await alice.send(count === 0 ? "slow 60s" : `wait ${count}`);
  await expect(alice).toSee("Queued: 190 ahead.", { within: 20_000 });
  for (const text of ["one too many", "two too many", "three too many"]) await alice.send(text);
  await expect(alice).toSee("❌ Not accepted: 200 requests are waiting already. I take no more until half of them");
  await stage.restart();
  await expect(alice).toSee("I was interrupted");
  await alice.send("four too many");
  await alice.send("/clear");
  // Of the 204 messages: the nine compactions that came due were entries of the line, too.
  await expect(alice).toSee("👋 I take your requests again; 13 that came meanwhile were not accepted");
  await alice.send("heard?");
  await expect(alice).toSee("heard?");
  const refusals = alice.messages().filter(({ from, text }) => from?.is_bot && text?.startsWith("❌"));
  assert(refusals).toHaveLength(1);
});

test("in a group the name in front is not part of the request", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  const group = stage.telegram.group({ members: [alice] });
  await alice.send("@holdfast_bot, what is the time?", { in: group });
  await expect(alice).toSee(/: what is the time\?$/, { in: group });
});

test("in a group the name alone is asked what it wants", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  const group = stage.telegram.group({ members: [alice] });
  await alice.send("@holdfast_bot", { in: group });
  await expect(alice).toSee("Yes? Write your request right behind my name.", { in: group });
});

test("in a group a reply to the bot is a request", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  const group = stage.telegram.group({ members: [alice] });
  await alice.send("/status@holdfast_bot", { in: group });
  const { message } = await expect(alice).toSee("Current Status", { in: group });
  await alice.send("and tomorrow?", { in: group, replyTo: message });
  await expect(alice).toSee(/In reply to what you said:\)\n\n📊 Current Status[\s\S]*\n\nand tomorrow\?$/, {
    in: group,
  });
});

test("a failure of the agent is told", async () => {
  await using stage = await setStage();
  await stage.alice.send("fail");
  await expect(stage.alice).toSee("The stand-in failed, as it was asked to.");
});

test("a long answer arrives whole", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("long 6000");
  await expect(alice).toSee(/ 1400 /);
  const words = alice.messages().flatMap(({ text = "" }) => text.split(/\s+/));
  const numbers = words.slice(words.indexOf("1")).map(Number);
  assert(numbers.slice(0, 1_400)).toEqual(Array.from({ length: 1_400 }, (_, index) => index + 1));
});

test("what the agent writes in Markdown is shown as Telegram formats it", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("so:\n\n```ts\nlet a = 1;\n```\n\n**done** in `a.ts`");
  const { message } = await expect(alice).toSee("let a = 1;\n\ndone in a.ts");
  const pieces = message.entities?.map(({ offset, length, ...style }) => [
    ...Object.values(style),
    message.text?.slice(offset, offset + length),
  ]);
  assert(pieces).toEqual([
    ["pre", "ts", "let a = 1;"],
    ["bold", "done"],
    ["code", "a.ts"],
  ]);
});

test("an answer that nobody would read in a chat comes as a file, and its beginning as a message", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.send("long 60000");
  const { message } = await expect(alice).toSee("📄 The whole answer: 60,000 characters.");
  assert(message.document?.file_name).toBe("answer.md");
  const whole = alice.open(message).toString();
  assert(whole).toHaveLength(60_000);
  const shown = alice.messages().filter(({ text }) => text?.startsWith("🪞 Echo"));
  assert(shown).toHaveLength(1);
  assert(whole.startsWith(shown[0]?.text ?? "?")).toBe(true);
});
