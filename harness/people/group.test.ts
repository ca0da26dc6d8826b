import type { ChatInviteLink, ForumTopic, Message, Update } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand } from "../methods/by-hand.ts";
import { expect } from "./expect.ts";
import type { Group } from "./group.ts";

/** A bot with Alice and Bob in a group; what happened before counts for nothing. */
async function inGroup(rights?: Parameters<Group["promote"]>[1], forum = false) {
  const hand = await botByHand();
  const bob = hand.telegram.user({ firstName: "Bob" });
  const group = hand.telegram.group({ members: [hand.alice, bob], forum });
  if (rights) group.promote(hand.bot, rights);
  await hand.call("getUpdates", {
    offset: 1,
    allowed_updates: ["message", "chat_member", "my_chat_member", "chat_join_request"],
  });
  hand.bot.updates.clear();
  const about = { chat_id: group.id, user_id: bob.id };
  return { ...hand, hand, bob, group, about };
}

const kinds = async ({ result }: BotByHand) =>
  (await result<Update[]>("getUpdates")).map((update) => Object.keys(update)[1]);

describe("who is in a group", () => {
  test("can be asked for: members, administrators, how many", async () => {
    await using run = await inGroup(["can_pin_messages"]);
    const { result, about, group } = run;
    assert(await result("getChatMember", about)).toMatchObject({ status: "member", user: { first_name: "Bob" } });
    assert(await result("getChatMemberCount", about)).toBe(4);
    assert(await result("getChatAdministrators", about)).toMatchObject([{ status: "creator" }]);
    assert(await result("getChatAdministrators", { ...about, return_bots: true })).toMatchObject([
      { status: "creator" },
      { status: "administrator", can_pin_messages: true, can_delete_messages: false },
    ]);
    assert(await result("getChat", about)).toMatchObject({ title: "Group", permissions: { can_send_messages: true } });
    assert(await run.refusal("getChatMember", { chat_id: group.id, user_id: 5 })).toBe(
      "400 Bad Request: user not found",
    );
  });

  test("changes with a message to all, and an update to administrators who asked for it", async () => {
    await using run = await inGroup(["can_delete_messages"]);
    const carol = run.telegram.user({ firstName: "Carol" });
    run.group.add(carol);
    await carol.leave(run.group);
    const updates: Update[] = await run.result("getUpdates");
    assert(updates).toMatchObject([
      { chat_member: { old_chat_member: { status: "left" }, new_chat_member: { status: "member" } } },
      { message: { new_chat_members: [{ first_name: "Carol" }], from: { first_name: "Olga" } } },
      { chat_member: { new_chat_member: { status: "left" } } },
      { message: { left_chat_member: { first_name: "Carol" } } },
    ]);
  });

  test("a bot that leaves, or is thrown out, can write no more", async () => {
    await using run = await inGroup();
    const say = () => run.refusal("sendMessage", { chat_id: run.group.id, text: "hi" });
    assert(await run.result("leaveChat", { chat_id: run.group.id })).toBe(true);
    assert(await say()).toBe("403 Forbidden: bot is not a member of the supergroup chat");
    run.group.add(run.bot);
    run.group.remove(run.bot);
    assert(await say()).toBe("403 Forbidden: bot was kicked from the supergroup chat");
    assert(await kinds(run.hand)).toEqual(["my_chat_member", "my_chat_member", "message", "my_chat_member"]);
  });
});

describe("an administrator with the right to restrict", () => {
  test("bans, for a time or until it is taken back", async () => {
    await using run = await inGroup(["can_restrict_members"]);
    const { result, about, bob, group, telegram } = run;
    const status = async () => (await result<{ status: string }>("getChatMember", about)).status;
    await result("banChatMember", { ...about, until_date: telegram.clock.unix + 3_600 });
    assert(await status()).toBe("kicked");
    await assert(bob.send("let me in", { in: group })).rejects.toThrow("is not in");
    telegram.clock.advance(3_600_000);
    assert(await status()).toBe("left");
    await result("banChatMember", about);
    telegram.clock.advance(400 * 86_400_000);
    assert(await status()).toBe("kicked");
    await result("unbanChatMember", { ...about, only_if_banned: true });
    assert(await status()).toBe("left");
  });

  test("silences", async () => {
    await using run = await inGroup(["can_restrict_members"]);
    await run.result("restrictChatMember", { ...run.about, permissions: { can_react_to_messages: true } });
    assert(await run.result("getChatMember", run.about)).toMatchObject({
      status: "restricted",
      can_send_messages: false,
    });
    await assert(run.bob.send("hi", { in: run.group })).rejects.toThrow("may not write");
    await run.result("setChatPermissions", { chat_id: run.group.id, permissions: {} });
    await assert(run.alice.send("hi", { in: run.group })).rejects.toThrow("may not write");
    assert((await run.call("sendMessage", { chat_id: run.group.id, text: "I may" })).ok).toBe(true);
  });

  test("can't touch the owner, nor other administrators", async () => {
    await using run = await inGroup(["can_restrict_members"]);
    run.group.promote(run.bob, ["can_pin_messages"]);
    assert(await run.refusal("banChatMember", run.about)).toBe("400 Bad Request: user is an administrator of the chat");
    const [owner]: { user: { id: number } }[] = await run.result("getChatAdministrators", run.about);
    assert(await run.refusal("banChatMember", { ...run.about, user_id: owner!.user.id })).toBe(
      "400 Bad Request: can't remove chat owner",
    );
  });
});

describe("without the right", () => {
  test.each([
    ["banChatMember", {}, "not enough rights to restrict/unrestrict chat member"],
    ["restrictChatMember", { permissions: {} }, "not enough rights to restrict/unrestrict chat member"],
    ["pinChatMessage", { message_id: 1 }, "not enough rights to manage pinned messages in the chat"],
    ["setChatTitle", { title: "New" }, "not enough rights to change chat title"],
    ["setChatDescription", { description: "New" }, "not enough rights to set chat description"],
    ["createChatInviteLink", {}, "not enough rights to manage chat invite link"],
    ["createForumTopic", { name: "News" }, "not enough rights to create a topic"],
  ])("%s is refused", async (method, args, reason) => {
    await using run = await inGroup(undefined, true);
    await run.bob.send("hi", { in: run.group });
    assert(await run.refusal(method, { ...run.about, ...args })).toBe(`400 Bad Request: ${reason}`);
  });
});

test("an administrator reads all that is said, and deletes what others wrote, however old", async () => {
  await using run = await inGroup(["can_delete_messages"]);
  const { message_id } = await run.bob.send("plain talk", { in: run.group });
  const [update]: Update[] = await run.result("getUpdates");
  assert(update!.message!.text).toBe("plain talk");
  run.telegram.clock.advance(72 * 3_600_000);
  assert(await run.result("deleteMessage", { chat_id: run.group.id, message_id })).toBe(true);
});

test("an administrator with the right to promote gives what it has itself, and takes it back", async () => {
  await using run = await inGroup(["can_promote_members", "can_pin_messages"]);
  const { result, about } = run;
  await result("promoteChatMember", { ...about, can_pin_messages: true });
  await result("setChatAdministratorCustomTitle", { ...about, custom_title: "Pinner" });
  assert(await result("getChatMember", about)).toMatchObject({ can_pin_messages: true, custom_title: "Pinner" });
  assert(await run.refusal("promoteChatMember", { ...about, can_delete_messages: true })).toBe(
    "400 Bad Request: RIGHT_FORBIDDEN",
  );
  await result("promoteChatMember", about);
  assert(await result("getChatMember", about)).toMatchObject({ status: "member" });
});

test("title and description can be changed, and the title is told", async () => {
  await using run = await inGroup(["can_change_info"]);
  await run.result("setChatTitle", { chat_id: run.group.id, title: "Tea" });
  await run.result("setChatDescription", { chat_id: run.group.id, description: "Leaves" });
  assert(await run.result("getChat", run.about)).toMatchObject({ title: "Tea", description: "Leaves" });
  assert(await run.result("getUpdates")).toMatchObject([
    { message: { new_chat_title: "Tea", chat: { title: "Tea" } } },
  ]);
});

describe("an invite link", () => {
  test("lets people in, as many as it says and until it is revoked", async () => {
    await using run = await inGroup(["can_invite_users"]);
    const link: ChatInviteLink = await run.result("createChatInviteLink", {
      ...run.about,
      member_limit: 1,
      name: "one",
    });
    const [carol, dora] = ["Carol", "Dora"].map((firstName) => run.telegram.user({ firstName }));
    await carol!.join(link.invite_link);
    await carol!.send("/hello", { in: run.group });
    await assert(dora!.join(link.invite_link)).rejects.toThrow("no longer");
    const other: ChatInviteLink = await run.result("createChatInviteLink", run.about);
    assert(await run.result("revokeChatInviteLink", { ...run.about, invite_link: other.invite_link })).toMatchObject({
      is_revoked: true,
    });
    await assert(dora!.join(other.invite_link)).rejects.toThrow("no longer");
    const first: string = await run.result("exportChatInviteLink", run.about);
    assert(await run.result("exportChatInviteLink", run.about)).not.toBe(first);
    await assert(dora!.join(first)).rejects.toThrow("no longer");
  });

  test("may be one to ask by, and then somebody decides", async () => {
    await using run = await inGroup(["can_invite_users"]);
    const link: ChatInviteLink = await run.result("createChatInviteLink", { ...run.about, creates_join_request: true });
    const [carol, dora] = ["Carol", "Dora"].map((firstName) => run.telegram.user({ firstName }));
    await carol!.join(link.invite_link);
    await dora!.join(link.invite_link);
    const updates: Update[] = await run.result("getUpdates");
    assert(updates[0]!.chat_join_request).toMatchObject({ from: { first_name: "Carol" }, invite_link: link });
    const decide = (verb: string, id: number) =>
      run.call(`${verb}ChatJoinRequest`, { chat_id: run.group.id, user_id: id });
    assert((await decide("approve", carol!.id)).result).toBe(true);
    assert((await decide("decline", dora!.id)).result).toBe(true);
    assert((await decide("approve", dora!.id)).description).toBe("Bad Request: HIDE_REQUESTER_MISSING");
    await carol!.send("thanks", { in: run.group });
    await assert(dora!.send("hey", { in: run.group })).rejects.toThrow("is not in");
  });
});

test("topics are opened, renamed, closed and taken away with what was said in them", async () => {
  await using run = await inGroup(["can_manage_topics", "can_delete_messages"], true);
  const chat_id = run.group.id;
  const { message_thread_id }: ForumTopic = await run.result("createForumTopic", { chat_id, name: "Tea" });
  const topic = { chat_id, message_thread_id };
  const said: Message = await run.result("sendMessage", { ...topic, text: "green" });
  assert(said).toMatchObject({ message_thread_id, is_topic_message: true });
  await expect(run.bob).toSee("green", { in: run.group });
  assert(await run.result("editForumTopic", { ...topic, name: "Black tea" })).toBe(true);
  assert(await run.result("closeForumTopic", topic)).toBe(true);
  assert(await run.refusal("closeForumTopic", topic)).toBe("400 Bad Request: TOPIC_NOT_MODIFIED");
  assert(await run.result("reopenForumTopic", topic)).toBe(true);
  assert(await run.result("deleteForumTopic", topic)).toBe(true);
  assert(run.bob.messages(run.group).some(({ text }) => text === "green")).toBe(false);
  assert(await run.refusal("sendMessage", { ...topic, text: "gone" })).toBe(
    "400 Bad Request: message thread not found",
  );
  const told = (await run.result<Update[]>("getUpdates")).map(({ message }) => Object.keys(message!).at(-1));
  assert(told).toEqual(["forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened"]);
});

test("a topic that is closed is for who opened it and who may manage topics", async () => {
  await using run = await inGroup(["can_manage_topics"], true);
  const { group, bob, alice } = run;
  const topic = group.topic("Tea");
  const about = { chat_id: group.id, message_thread_id: topic };
  await run.result("closeForumTopic", about);
  await assert(bob.send("green", { in: group, topic })).rejects.toThrow(
    "Bob can't write in Tea of Group: the topic is closed.",
  );
  await bob.send("in General", { in: group });
  await run.result("closeGeneralForumTopic", about);
  await assert(bob.send("again", { in: group })).rejects.toThrow("Bob can't write in General of Group");
  group.promote(alice, ["can_manage_topics"]);
  await alice.send("black", { in: group, topic });
  await run.result("reopenForumTopic", about);
  await bob.send("green", { in: group, topic });
  assert(bob.messages(group).flatMap(({ text }) => text ?? [])).toEqual(["in General", "black", "green"]);
});

describe("the General topic", () => {
  test("is renamed, closed, opened, hidden and shown, and says so", async () => {
    await using run = await inGroup(["can_manage_topics"], true);
    const chat_id = run.group.id;
    const done = async (method: string, args = {}) => assert(await run.result(method, { chat_id, ...args })).toBe(true);
    const unchanged = async (method: string, args = {}) =>
      assert(await run.refusal(method, { chat_id, ...args })).toBe("400 Bad Request: TOPIC_NOT_MODIFIED");
    await done("editGeneralForumTopic", { name: "Hall" });
    await unchanged("editGeneralForumTopic", { name: "Hall" });
    await done("hideGeneralForumTopic");
    await unchanged("hideGeneralForumTopic");
    await unchanged("closeGeneralForumTopic");
    await done("reopenGeneralForumTopic");
    await unchanged("unhideGeneralForumTopic");
    await done("closeGeneralForumTopic");
    await done("hideGeneralForumTopic");
    await done("unhideGeneralForumTopic");
    const messages = (await run.result<Update[]>("getUpdates")).map(({ message }) => message!);
    assert(messages.map((message) => Object.keys(message).at(-1))).toEqual([
      "forum_topic_edited",
      "general_forum_topic_hidden",
      "forum_topic_reopened",
      "forum_topic_closed",
      "general_forum_topic_hidden",
      "general_forum_topic_unhidden",
    ]);
    assert(messages.filter((message) => "message_thread_id" in message)).toEqual([]);
  });

  test("is for those who may manage topics, in forums", async () => {
    await using run = await inGroup([], true);
    const about = { chat_id: run.group.id };
    assert(await run.refusal("hideGeneralForumTopic", about)).toBe(
      "400 Bad Request: not enough rights to hide the topic",
    );
    await using plain = await inGroup(["can_manage_topics"]);
    assert(await plain.refusal("closeGeneralForumTopic", { chat_id: plain.group.id })).toBe(
      "400 Bad Request: the chat is not a forum",
    );
  });

  test("keeps its pins when those of another topic go, and the other way round", async () => {
    await using run = await inGroup(["can_manage_topics", "can_pin_messages"], true);
    const chat_id = run.group.id;
    const { message_thread_id }: ForumTopic = await run.result("createForumTopic", { chat_id, name: "Tea" });
    const pinned = async (args: object) => {
      const { message_id }: Message = await run.result("sendMessage", { chat_id, text: "pin me", ...args });
      await run.result("pinChatMessage", { chat_id, message_id });
      return message_id;
    };
    const latest = async () => (await run.result<{ pinned_message?: Message }>("getChat", { chat_id })).pinned_message;
    const hall = await pinned({});
    await pinned({ message_thread_id });
    await run.result("unpinAllForumTopicMessages", { chat_id, message_thread_id });
    assert((await latest())?.message_id).toBe(hall);
    const tea = await pinned({ message_thread_id });
    await run.result("unpinAllGeneralForumTopicMessages", { chat_id });
    assert((await latest())?.message_id).toBe(tea);
    await run.result("unpinAllForumTopicMessages", { chat_id, message_thread_id });
    assert(await latest()).toBeUndefined();
    assert(await run.refusal("unpinAllForumTopicMessages", { chat_id, message_thread_id: 77 })).toBe(
      "400 Bad Request: message thread not found",
    );
  });
});

test("the rights that a bot asks for are kept for groups and for channels", async () => {
  await using hand = await botByHand();
  const rights = { can_manage_chat: true, can_pin_messages: true };
  assert(await hand.result("setMyDefaultAdministratorRights", { rights })).toBe(true);
  assert(await hand.result("getMyDefaultAdministratorRights")).toMatchObject({ ...rights, can_change_info: false });
  assert(await hand.result("getMyDefaultAdministratorRights", { for_channels: true })).toMatchObject({
    can_manage_chat: false,
  });
  assert(await hand.refusal("setMyDefaultAdministratorRights", { rights: { can_manage_chat: 1 } })).toMatch(
    /^400 Bad Request: can't parse rights: /,
  );
  await hand.result("setMyDefaultAdministratorRights");
  assert(await hand.result("getMyDefaultAdministratorRights")).toMatchObject({ can_manage_chat: false });
});

test("a bot's name, descriptions and menu button are kept by language and chat", async () => {
  await using hand = await botByHand();
  await hand.result("setMyName", { name: "Teebot", language_code: "de" });
  assert(await hand.result("getMyName", { language_code: "de" })).toEqual({ name: "Teebot" });
  assert(await hand.result("getMyName")).toEqual({ name: "hand_bot" });
  await hand.result("setMyDescription", { description: "Tea for all" });
  assert(await hand.result("getMyDescription", { language_code: "de" })).toEqual({ description: "Tea for all" });
  await hand.result("setMyShortDescription", { short_description: "Tea" });
  assert(await hand.result("getMyShortDescription")).toEqual({ short_description: "Tea" });
  const menu_button = { type: "web_app", text: "Shop", web_app: { url: "https://example.com" } };
  await hand.result("setChatMenuButton", { chat_id: hand.alice.id, menu_button });
  assert(await hand.result("getChatMenuButton", { chat_id: hand.alice.id })).toEqual(menu_button);
  assert(await hand.result("getChatMenuButton")).toEqual({ type: "default" });
  assert(await hand.refusal("setChatMenuButton", { menu_button: {} })).toContain("can't parse menu button");
});
