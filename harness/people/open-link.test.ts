import type { Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";

async function stage() {
  const hand = await botByHand();
  hand.bot.updates.clear();
  const updates = () => hand.result<Update[]>("getUpdates");
  return { ...hand, updates };
}

describe("a deep link", () => {
  test.each([
    "https://t.me/hand_bot?start=ref_42",
    "t.me/Hand_Bot?start=ref_42",
    "tg://resolve?domain=hand_bot&start=ref_42",
  ])("%s starts the bot with its payload", async (link) => {
    await using run = await stage();
    await run.alice.openLink(link);
    assert(await run.updates()).toMatchObject([
      { message: { text: "/start ref_42", entities: [{ type: "bot_command", offset: 0, length: 6 }] } },
    ]);
  });

  test("adds the bot to a group and starts it there", async () => {
    await using run = await stage();
    const group = run.telegram.group({ members: [run.alice], bots: [] });
    await run.alice.openLink("https://t.me/hand_bot?startgroup=spaceship", { in: group });
    assert(await run.updates()).toMatchObject([
      { my_chat_member: { from: { first_name: "Alice" }, new_chat_member: { status: "member" } } },
      { message: { new_chat_members: [{ username: "hand_bot" }] } },
      { message: { text: "/start@hand_bot spaceship" } },
    ]);
    await assert(run.alice.openLink("https://t.me/hand_bot?startgroup=x")).rejects.toThrow(
      "say which with { in: group }",
    );
  });

  test("takes no payload that Telegram's would not", async () => {
    await using run = await stage();
    await assert(run.alice.start("two words")).rejects.toThrow("A link can't start a bot with");
    await assert(run.alice.start("x".repeat(65))).rejects.toThrow("up to 64");
    await assert(run.alice.openLink("https://example.com/")).rejects.toThrow("is no link of Telegram's");
  });
});

test("starting again a bot that was blocked unblocks it", async () => {
  await using run = await stage();
  await run.alice.block();
  await run.alice.start();
  assert(await run.updates()).toMatchObject([
    { my_chat_member: { new_chat_member: { status: "kicked" } } },
    { my_chat_member: { new_chat_member: { status: "member" } } },
    { message: { text: "/start" } },
  ]);
});

describe("a group with a username", () => {
  test("is found by it, by bots and by people", async () => {
    await using run = await stage();
    const group = run.telegram.group({ title: "Tea", username: "tea_club" });
    assert(await run.result("getChat", { chat_id: "@Tea_Club" })).toMatchObject({ id: group.id, username: "tea_club" });
    await run.alice.openLink("https://t.me/tea_club");
    await run.alice.send("Hello", { in: group });
    await run.alice.leave(group);
    await run.alice.join("https://t.me/tea_club");
    await run.alice.send("Back", { in: group });
  });

  test("keeps out whom it has banned, and is no basic one", async () => {
    await using run = await stage();
    const group = run.telegram.group({ title: "Tea", username: "tea_club", members: [run.alice] });
    group.remove(run.alice);
    await assert(run.alice.join("https://t.me/tea_club")).rejects.toThrow("is banned from Tea");
    assert(() => run.telegram.group({ type: "group", username: "x" })).toThrow("A basic group has no username");
  });
});
