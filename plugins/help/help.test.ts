import { expect as assert, test } from "vitest";
import { expect } from "#harness";
import { HelloPlugin } from "../_template/index.ts";
import { builtInPlugins } from "../index.ts";
import { setStage } from "../stage.fixture.ts";

test("/help lists the commands of all plugins", async () => {
  await using stage = await setStage({ plugins: [...builtInPlugins, HelloPlugin] });
  await stage.alice.send("/help");
  await expect(stage.alice).toSee(`Commands:
/start - Show this message
/status - Check current session
/stop - Stop what is running
/clear - Clear conversation history
/compact - Manually compact session
/resume - Go back to an earlier conversation
/usage - What your requests took
/preferences - Change preferences
/help - List all commands
/hello - Say hello`);
});

test("an unknown command gets one sentence, and is no turn", async () => {
  await using stage = await setStage();
  await stage.alice.send("/frobnicate now");
  await expect(stage.alice).toSee("I don't know this command");
  await expect(stage.alice).toSeeNothing();
});

test("a voice message is told that text works", async () => {
  await using stage = await setStage();
  await stage.alice.sendVoice();
  await expect(stage.alice).toSee("Voice is not set up here, but text works");
  await expect(stage.alice).toSeeNothing();
});

test("stickers and videos get one sentence each", async () => {
  await using stage = await setStage();
  await stage.alice.sendSticker();
  await expect(stage.alice).toSee("I can't do anything with stickers here");
  await stage.alice.sendMedia("video");
  await expect(stage.alice).toSee("I can't do anything with videos here");
  await expect(stage.alice).toSeeNothing();
});

test("an album is one message, so it gets one sentence", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  await alice.sendAlbum([{ kind: "video" }, { kind: "video" }, { kind: "video" }]);
  await expect(alice).toSee("I can't do anything with videos here");
  await expect(alice).toSeeNothing();
});

test("somebody who joins a group is no reason to speak", async () => {
  await using stage = await setStage();
  const { alice, account } = stage;
  const said = await alice.send("/help");
  await expect(alice).toSee("Commands:");
  const { text, entities, ...service } = said;
  account.tell("message", { ...service, from: alice.json, message_id: 11, new_chat_title: "Holiday" });
  await expect(alice).toSeeNothing();
});

test("a text that no plugin takes gets one sentence", async () => {
  await using stage = await setStage({ plugins: builtInPlugins.slice(-1) });
  await stage.alice.send("Good morning");
  await expect(stage.alice).toSee("I have no answer to this");
});

test("an inline query is answered with nothing to choose from", async () => {
  await using stage = await setStage();
  assert(await stage.alice.inline("cats")).toEqual([]);
  assert(stage.telegram.calls.of("answerInlineQuery")).toHaveLength(1);
});

test("an edited message passes without a word", async () => {
  await using stage = await setStage();
  const { alice } = stage;
  const message = await alice.send("Good mornig");
  await expect(alice).toSee("Good mornig");
  await alice.edit(message, "Good morning");
  await expect(alice).toSeeNothing();
});

test("what people say to each other in a group is none of the bot's business", async () => {
  await using stage = await setStage();
  const group = stage.telegram.group({ members: [stage.alice, stage.bob] });
  await stage.alice.sendSticker("👍", { in: group });
  await stage.alice.send("Good morning, Bob", { in: group });
  await expect(stage.alice).toSeeNothing({ in: group });
});
