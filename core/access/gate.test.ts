import { describe, expect, test } from "vitest";
import { onlyUsers } from "#core";
import { freePort, expect as see } from "#harness";
import { pluginOf, setStage } from "../testing/stage.fixture.ts";
import { StrangerLimit } from "./stranger-limit.ts";

const Parrot = pluginOf("parrot", (bot) => {
  bot.on(["message:text", "channel_post:text"], (ctx) => ctx.reply(`heard ${ctx.msg.text}`));
  bot.on("callback_query", (ctx) => ctx.answerCallbackQuery("pressed"));
});
const strangersOnly = { plugins: [Parrot], access: onlyUsers([1]) };

async function isEmpty(stage: Awaited<ReturnType<typeof setStage>>): Promise<boolean> {
  for await (const _ of stage.backend.scan("session:")) return false;
  return (await stage.backend.log.unfinished(1)).length === 0;
}

describe("a stranger", () => {
  test("is refused in the specification's words, and nothing is stored", async () => {
    await using stage = await setStage(strangersOnly);
    await stage.alice.send("/start");
    await see(stage.alice).toSee("⛔ You are not authorized to use this bot.");
    await stage.alice.send("/status");
    await see(stage.alice).toSee("⛔ Unauthorized");
    await stage.alice.send("please");
    await see(stage.alice).toSee("⛔ Unauthorized");
    expect(await isEmpty(stage)).toBe(true);
  });

  test("is refused by an inline query as well", async () => {
    await using stage = await setStage(strangersOnly);
    expect(await stage.alice.inline("cats")).toEqual([]);
    const [call] = stage.telegram.calls.of("answerInlineQuery");
    expect(JSON.stringify(call?.arguments)).toContain("⛔ Unauthorized");
    expect(await isEmpty(stage)).toBe(true);
  });

  test("gets at most three answers in any minute", () => {
    let now = 0;
    const limit = new StrangerLimit({ now: () => now });
    const ask = (at: number) => {
      now = at;
      return limit.mayAnswer(7);
    };
    expect([0, 59_000, 59_500, 59_900].map(ask)).toEqual([true, true, true, false]);
    expect([60_000, 60_001].map(ask)).toEqual([true, false]);
  });
});

test("an anonymous administrator is told why there is no answer, and has no session", async () => {
  await using stage = await setStage({ plugins: [Parrot] });
  const group = stage.telegram.group({ members: [stage.alice], bots: [stage.account] });
  const from = { id: 1087968824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
  const chat = { id: group.id, title: "Group", type: "supergroup" as const };
  const entities = [{ type: "bot_command" as const, offset: 0, length: 6 }];
  stage.account.tell("message", { message_id: 77, date: 1, from, chat, sender_chat: chat, text: "/start", entities });
  await see(stage.alice).toSee("I can't tell who you are when you write anonymously", { in: group });
  expect(await isEmpty(stage)).toBe(true);
});

describe("in a group", () => {
  test("only commands, mentions of the bot and replies to it count", async () => {
    await using stage = await setStage({ plugins: [Parrot], privacyMode: false });
    const { alice, bob, telegram } = stage;
    const group = telegram.group({ title: "Friends", members: [alice, bob], bots: [stage.account] });
    await alice.send("just talking", { in: group });
    await see(alice).toSeeNothing();
    await alice.send("@holdfast_bot are you there", { in: group });
    const [, heard] = await see(alice).toSee(/(heard @holdfast_bot are you there)/, { in: group });
    expect(heard).toBeDefined();
    await alice.send("/hello", { in: group });
    await see(alice).toSee("heard /hello", { in: group });
    await alice.send("/hello@other_bot", { in: group });
    await see(alice).toSeeNothing();
  });

  test.each(["polling", "webhook"])(
    "by %s, an album counts whole if one item does, unless it is for a command",
    async (updates) => {
      const port = await freePort();
      const webhook = updates === "webhook" ? { url: `http://127.0.0.1:${port}/updates` } : undefined;
      const Viewer = pluginOf("viewer", (bot) => {
        bot.on("message:photo", (ctx) => ctx.reply(`seen ${ctx.msg.caption ?? "another"}`));
      });
      await using stage = await setStage({ plugins: [Viewer], privacyMode: false, port, webhook });
      const { alice, telegram } = stage;
      const group = telegram.group({ title: "Friends", members: [alice], bots: [stage.account] });
      const album = (...captions: (string | undefined)[]) =>
        alice.sendAlbum(
          captions.map((caption) => ({ kind: "photo", caption }) as const),
          { in: group },
        );
      await album(undefined, "nothing for you");
      await album(undefined, "@holdfast_bot", undefined);
      for (const item of ["another", "@holdfast_bot", "another"]) await see(alice).toSee(`seen ${item}`, { in: group });
      await see(alice).toSeeNothing({ in: group });
      await album("/look", undefined);
      await see(alice).toSee("seen /look", { in: group });
      await see(alice).toSeeNothing({ in: group });
    },
  );
});
