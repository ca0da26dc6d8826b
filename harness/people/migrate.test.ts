import type { Message, Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";
import { expect } from "./expect.ts";

/** A bot with Alice and Bob in a basic group; what happened before counts for nothing. */
async function inBasicGroup({ admin = false } = {}) {
  const hand = await botByHand({ privacyMode: false });
  const bob = hand.telegram.user({ firstName: "Bob" });
  const group = hand.telegram.group({ title: "Tea", type: "group", members: [hand.alice, bob] });
  if (admin) group.promote(hand.bot);
  hand.bot.updates.clear();
  return { ...hand, bob, group };
}

describe("a basic group", () => {
  test("has a short negative id, and says what the server says of basic groups alone", async () => {
    await using run = await inBasicGroup();
    assert(run.group.id).toBeLessThan(0);
    assert(run.group.id).toBeGreaterThan(-1_000_000_000_000);
    const chat: object = await run.result("getChat", { chat_id: run.group.id });
    assert(chat).toMatchObject({ type: "group", title: "Tea", permissions: { can_pin_messages: true } });
    const { chat: told }: Message = await run.result("sendMessage", { chat_id: run.group.id, text: "Hi" });
    assert(told).toMatchObject({ type: "group", all_members_are_administrators: true });
  });

  test("numbers its messages together with the private chats of the bot", async () => {
    await using run = await inBasicGroup();
    const before = (await run.alice.send("here")).message_id;
    const inGroup: Message = await run.result("sendMessage", { chat_id: run.group.id, text: "Hi" });
    const after = (await run.bob.send("hello")).message_id;
    assert([inGroup.message_id, after]).toEqual([before + 1, before + 2]);
  });

  test("shows all its bots one number, higher than any of theirs", async () => {
    await using run = await inBasicGroup();
    const other = run.telegram.bot({ username: "other_bot" });
    for (let count = 0; count < 9; count++) await run.bob.send("hi", { in: other });
    run.group.add(other);
    assert((await run.alice.send("Hi all", { in: run.group })).message_id).toBeGreaterThan(9);
  });

  test.each([
    ["restrictChatMember", { permissions: {} }, "method is available only for supergroups"],
    ["setChatAdministratorCustomTitle", { custom_title: "x" }, "method is available only for supergroups"],
    ["promoteChatMember", { can_pin_messages: true }, "method is available for supergroup and channel chats only"],
    ["unbanChatMember", {}, "method is available for supergroup and channel chats only"],
    ["createForumTopic", { name: "News" }, "the chat is not a forum"],
  ])("lacks what %s is about", async (method, args, reason) => {
    await using run = await inBasicGroup({ admin: true });
    assert(await run.refusal(method, { chat_id: run.group.id, user_id: run.bob.id, ...args })).toBe(
      `400 Bad Request: ${reason}`,
    );
  });

  test("gives all its administrators the same rights", async () => {
    await using run = await inBasicGroup({ admin: true });
    const about = { chat_id: run.group.id, user_id: run.bot.id };
    assert(await run.result("getChatMember", about)).toMatchObject({
      status: "administrator",
      can_restrict_members: true,
      can_promote_members: false,
      can_manage_topics: false,
    });
    assert(() => run.group.promote(run.bob, ["can_pin_messages"])).toThrow("call migrate() first");
    assert(() => run.telegram.group({ type: "group", forum: true })).toThrow("A basic group has no topics");
  });

  test("forgets whom it has thrown out, so that they can come back by a link", async () => {
    await using run = await inBasicGroup({ admin: true });
    await run.result("banChatMember", { chat_id: run.group.id, user_id: run.bob.id });
    const link: string = await run.result("exportChatInviteLink", { chat_id: run.group.id });
    await run.bob.join(link);
    await run.bob.send("Back again", { in: run.group });
  });

  test("says so when the bot was thrown out", async () => {
    await using run = await inBasicGroup();
    run.group.remove(run.bot);
    const say = { chat_id: run.group.id, text: "hi" };
    assert(await run.refusal("sendMessage", say)).toBe("403 Forbidden: bot was kicked from the group chat");
  });
});

describe("a basic group that becomes a supergroup", () => {
  test("tells the bot in both chats where it went and came from", async () => {
    await using run = await inBasicGroup();
    const old = run.group.id;
    run.group.migrate();
    assert(run.group.id).toBeLessThan(-1_000_000_000_000);
    const updates: Update[] = await run.result("getUpdates");
    assert(updates).toMatchObject([
      { message: { chat: { id: old, type: "group" }, migrate_to_chat_id: run.group.id } },
      { my_chat_member: { chat: { id: run.group.id, type: "supergroup" }, new_chat_member: { status: "member" } } },
      { message: { message_id: 1, chat: { id: run.group.id }, migrate_from_chat_id: old } },
    ]);
    assert(updates).toHaveLength(3);
  });

  test("takes its people along, with what they may do, and numbers messages anew", async () => {
    await using run = await inBasicGroup({ admin: true });
    run.group.migrate();
    await run.bob.send("Still here", { in: run.group });
    await expect(run.alice).toSee("Still here", { in: run.group });
    const { message_id }: Message = await run.result("sendMessage", { chat_id: run.group.id, text: "Me too" });
    assert(message_id).toBe(3);
    const about = { chat_id: run.group.id, user_id: run.bob.id };
    await run.result("restrictChatMember", { ...about, permissions: {} });
    await assert(run.bob.send("Hm", { in: run.group })).rejects.toThrow("may not write");
  });

  test.each([
    ["sendMessage", { text: "hi" }],
    ["sendChatAction", { action: "typing" }],
    ["editMessageText", { message_id: 1, text: "hi" }],
    ["getChatMember", {}],
    ["leaveChat", {}],
  ])("refuses %s under its old id, and names the new one; a bot can't foresee that", async (method, args) => {
    await using run = await inBasicGroup();
    const old = { chat_id: run.group.id, user_id: run.bob.id };
    run.group.migrate();
    assert(await run.call(method, { ...old, ...args })).toMatchObject({
      status: 400,
      description: "Bad Request: group chat was upgraded to a supergroup chat",
      parameters: { migrate_to_chat_id: run.group.id },
    });
    assert(run.telegram.verdict().filter(({ oracle }) => oracle === "refused")).toEqual([]);
  });

  test("does so once", async () => {
    await using run = await inBasicGroup();
    run.group.migrate();
    assert(() => run.group.migrate()).toThrow("is no basic group");
    assert(() => run.telegram.channel().migrate()).toThrow("is no basic group");
  });
});
