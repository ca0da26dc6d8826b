import { expect as assert, describe, test } from "vitest";
import { openSessions } from "#core";
import { expect, type User } from "#harness";
import { setStage } from "../stage.fixture.ts";

const question = "After how many turns should the session be compacted?";

async function openPanel(user: User): Promise<void> {
  await user.send("/preferences");
  await expect(user).toSee("⚙️ Preferences:");
  // Its state is stored when the bot has come to rest.
  await expect(user).toSeeNothing();
}

describe("the panel", () => {
  test("shows the preferences by the specification's names, with a button for each", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await alice.send("/preferences");
    await expect(alice).toSee(`⚙️ Preferences:
  • auto_compact: true
  • show_transcription: true
  • max_turns_before_compact: 20
  • show_usage: false
  • confirm_transcription: false`);
    for (const button of [
      "auto_compact: true",
      "show_transcription: true",
      "max_turns_before_compact: 20",
      "show_usage: false",
      "confirm_transcription: false",
      "✅ Done",
    ]) {
      await expect(alice).toSeeButton(button);
    }
  });

  test("toggles what is pressed, and /status shows it", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false\n  • show_transcription: true");
    await alice.press("show_transcription: true");
    await expect(alice).toSee("auto_compact: false\n  • show_transcription: false");
    await alice.press("auto_compact: false");
    await expect(alice).toSee("auto_compact: true\n  • show_transcription: false");
    await alice.send("/status");
    await expect(alice).toSee("  • auto_compact: true\n  • show_transcription: false\n");
  });

  test("answers every press", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    await openPanel(alice);
    await alice.press("auto_compact: true");
    await alice.press("max_turns_before_compact: 20");
    await alice.press("✅ Done");
    assert(telegram.calls.of("answerCallbackQuery")).toHaveLength(3);
  });

  test("ends with Done: the values stay, the buttons go", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false");
    await alice.press("✅ Done");
    const { message } = await expect(alice).toSee("auto_compact: false");
    assert(message.reply_markup).toBeUndefined();
  });

  test("begins no session, before and after it changed something", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("auto_compact: true");
    await alice.press("✅ Done");
    await alice.send("/status");
    await expect(alice).toSee("Session ID: No active session\n🔄 Turn Count: 0");
  });

  test("leaves nothing in the session when it is done", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("✅ Done");
    await expect(alice).toSee("Preferences");
    await expect(alice).toSeeNothing();
    const reading = await openSessions(stage.backend).inspect(alice.id);
    assert(reading).toMatchObject({ state: "found", session: { envelope: { plugins: {} } } });
  });

  test("takes no more room after a hundred presses than after one", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    const bytes = async () => {
      const reading = await openSessions(stage.backend).inspect(alice.id);
      return reading.state === "found" ? reading.bytes : 0;
    };
    await openPanel(alice);
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false");
    await expect(alice).toSeeNothing();
    const afterOne = await bytes();
    for (let round = 0; round < 50; round++) {
      await alice.press("auto_compact: false");
      await expect(alice).toSee("auto_compact: true");
      await alice.press("auto_compact: true");
      await expect(alice).toSee("auto_compact: false");
    }
    await expect(alice).toSeeNothing();
    assert(Math.abs((await bytes()) - afterOne)).toBeLessThan(20);
    assert(afterOne).toBeLessThan(2_500);
  });
});

describe("max_turns_before_compact", () => {
  test("is asked for, and takes a number from 1 to 500", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    for (const [before, number] of [
      [20, 1],
      [1, 500],
      [500, 33],
    ]) {
      await alice.press(`max_turns_before_compact: ${before}`);
      await expect(alice).toSee(question);
      await alice.send(`${number}`);
      await expect(alice).toSee(`✅ max_turns_before_compact: ${number}`);
      await expect(alice).toSee(`⚙️ Preferences:`);
    }
    await alice.press("✅ Done");
    await alice.send("/status");
    await expect(alice).toSee(/max_turns_before_compact: 33$/m);
  });

  test("is asked for again after anything else", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("max_turns_before_compact: 20");
    await expect(alice).toSee(question);
    for (const wrong of ["0", "501", "-3", "4.5", "1e2", "twenty", "1000000000"]) {
      await alice.send(wrong);
      await expect(alice).toSee(`That is not a number from 1 to 500.`);
    }
    await alice.sendSticker();
    await expect(alice).toSee(`That is not a number from 1 to 500.`);
    await alice.send(" 42 ");
    await expect(alice).toSee("max_turns_before_compact: 42");
    await alice.send("/status");
    await expect(alice).toSee("Turn Count: 0");
  });

  test("may be left as it is by pressing another button", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("max_turns_before_compact: 20");
    await expect(alice).toSee(question);
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false");
    await alice.send("42");
    await expect(alice).toSee("Echo (a stand-in, no real agent): 42");
  });

  test("is asked for again when its button is pressed again", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    for (let count = 0; count < 2; count++) {
      await alice.press("max_turns_before_compact: 20");
      await expect(alice).toSee(question);
    }
    await alice.send("42");
    await expect(alice).toSee("max_turns_before_compact: 42");
  });
});

describe("an open dialogue", () => {
  test("lets a text become a turn while it waits for buttons", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.send("42");
    await expect(alice).toSee("Echo (a stand-in, no real agent): 42");
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false");
  });

  test("lets commands through, and is still there afterwards", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("max_turns_before_compact: 20");
    await expect(alice).toSee(question);
    const answers = {
      "/start": "Hello",
      "/status": "Current Status",
      "/clear": "cleared",
      "/42": "don't know this command",
    };
    for (const [command, answer] of Object.entries(answers)) {
      await alice.send(command);
      await expect(alice).toSee(answer);
    }
    await alice.send("42");
    await expect(alice).toSee("max_turns_before_compact: 42");
  });

  test("leaves /status without a trace", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    const before = await openSessions(stage.backend).read(alice.id);
    await alice.send("/status");
    await expect(alice).toSee("Current Status");
    await expect(alice).toSeeNothing();
    assert(await openSessions(stage.backend).read(alice.id)).toEqual(before);
  });

  test("starts over with another /preferences, and the earlier buttons say that they are out of date", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    await alice.press("max_turns_before_compact: 20");
    await expect(alice).toSee(question);
    await openPanel(alice);
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false");
    // The later panel has no such button any more, so this is the earlier one's.
    assert(await alice.press("auto_compact: true")).toContain("out of date");
    await alice.send("42");
    await expect(alice).toSee("Echo (a stand-in, no real agent): 42");
  });

  test("is one user's: two at once do not mix", async () => {
    await using stage = await setStage();
    const { alice, bob } = stage;
    await Promise.all([openPanel(alice), openPanel(bob)]);
    await Promise.all([alice, bob].map((user) => user.press("max_turns_before_compact: 20")));
    await expect(alice).toSee(question);
    await expect(bob).toSee(question);
    await alice.send("11");
    await bob.send("22");
    await expect(alice).toSee("max_turns_before_compact: 11");
    await expect(bob).toSee("max_turns_before_compact: 22");
  });

  test("in a group obeys only the one who opened it", async () => {
    await using stage = await setStage();
    const { alice, bob } = stage;
    const group = stage.telegram.group({ members: [alice, bob] });
    await alice.send("/preferences@holdfast_bot", { in: group });
    await expect(alice).toSeeButton("✅ Done", { in: group });
    assert(await bob.press("auto_compact: true", { in: group })).toContain("somebody else's");
    await alice.press("auto_compact: true", { in: group });
    await expect(alice).toSee("auto_compact: false", { in: group });
    await bob.send("/status");
    await expect(bob).toSee("auto_compact: true");
  });

  test("takes answers only where it asked", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    const group = stage.telegram.group({ members: [alice] });
    await alice.send("/preferences@holdfast_bot", { in: group });
    await alice.press("max_turns_before_compact: 20", { in: group });
    await expect(alice).toSee(question, { in: group });
    await alice.send("42");
    await expect(alice).toSee("Echo (a stand-in, no real agent): 42");
    await alice.send("@holdfast_bot 43", { in: group });
    await expect(alice).toSee("max_turns_before_compact: 43", { in: group });
  });

  test("goes on when an edit says what the panel shows already", async () => {
    await using stage = await setStage();
    const { alice } = stage;
    await openPanel(alice);
    const pressTwice = [alice.press("auto_compact: true"), alice.press("auto_compact: true")];
    await Promise.all(pressTwice);
    await alice.press("auto_compact: false");
    await expect(alice).toSee("auto_compact: true");
  });

  test("ends when its panel is gone, and what was chosen stays", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    await openPanel(alice);
    await alice.press("max_turns_before_compact: 20");
    await expect(alice).toSee(question);
    const answer = { status: 400, description: "Bad Request: message to edit not found" };
    telegram.faults.add({ method: "editMessageText", answer });
    await alice.send("42");
    await expect(alice).toSee("✅ max_turns_before_compact: 42");
    await alice.send("43");
    await expect(alice).toSee("Echo (a stand-in, no real agent): 43");
    await alice.send("/status");
    await expect(alice).toSee("max_turns_before_compact: 42");
  });

  test("goes on where it was when Telegram refuses what it does not understand", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    await openPanel(alice);
    const answer = { status: 400, description: "Bad Request: the moon is too full" };
    telegram.faults.add({ method: "editMessageText", answer });
    await alice.press("auto_compact: true");
    await expect(alice).toSee("Something went wrong");
    await alice.send("/status");
    await expect(alice).toSee("auto_compact: true");
    await alice.press("auto_compact: true");
    await expect(alice).toSee("auto_compact: false");
  });

  test("asks once when the connection breaks after the question was sent", async () => {
    await using stage = await setStage();
    const { alice, telegram } = stage;
    await openPanel(alice);
    telegram.faults.add({ method: "answerCallbackQuery", answer: "cut-after" });
    await alice.press("max_turns_before_compact: 20");
    await expect(alice).toSee(question);
    await expect(alice).toSeeNothing();
  });
});
