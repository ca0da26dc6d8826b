import { expect, test } from "vitest";
import { expect as see } from "#harness";
import { setStage } from "../testing/assistant-stage.ts";

test("a built-in plugin that is switched off keeps what it stored, and goes on with it when it is back", async () => {
  await using stage = await setStage({});
  const { alice } = stage;
  const before = stage.bot({});
  await before.start();
  await alice.send("/preferences");
  await alice.press("max_turns_before_compact: 20");
  await see(alice).toSee("Reply with a number from 1 to 500");
  await before.stop();

  const without = stage.bot({ PLUGINS: "-preferences" });
  await without.start();
  await alice.send("/preferences");
  await see(alice).toSee("I don't know this command");
  await alice.send("/help");
  await see(alice).toSee(/^Commands:(?!.*preferences)/s);
  await without.stop();

  await stage.bot({}).start();
  await alice.send("42");
  await see(alice).toSee("max_turns_before_compact: 42");
  stage.telegram.assertSound();
});

test("another plugin may take the place and the name of one that is switched off", async () => {
  await using stage = await setStage({
    "clear.ts": `export default class {
      name = "clear";
      commands = [{ command: "clear", description: "Forget nothing" }];
      install(bot) { bot.command("clear", (ctx) => ctx.reply("I never forget.")); }
    }`,
  });
  await stage.bot({ PLUGINS: "-clear, ./clear.ts" }).start();
  await stage.alice.send("/clear");
  await see(stage.alice).toSee("I never forget.");
  expect(stage.account.commands.size).toBeGreaterThan(0);
});

test("an optional plugin is named without a path, and stands where PLUGINS says", async () => {
  await using stage = await setStage({ "dice.ts": { example: "dice.ts" } });
  await stage.bot({ PLUGINS: "./dice.ts,notes" }).start();
  await stage.alice.send("/help");
  await see(stage.alice).toSee(/\/preferences .*\n\/dice .*\n\/note .*\n(.*\n)*\/help /);
});
