import type { Chat, ChatFullInfo, File as FileJson, Update, UserProfilePhotos } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import type { Group } from "../people/group.ts";
import { type BotByHand, botByHand } from "./by-hand.ts";

/** A picture of 3 by 2 pixels, as far as its header goes. */
function picture(mark: string): Uint8Array {
  const header = Buffer.from("89504e470d0a1a0a0000000d4948445200000003000000020806000000", "hex");
  return Buffer.concat([header, Buffer.from(mark)]);
}

async function inGroup(rights?: Parameters<Group["promote"]>[1]) {
  const hand = await botByHand();
  const group = hand.telegram.group({ members: [hand.alice] });
  if (rights) group.promote(hand.bot, rights);
  hand.bot.updates.clear();
  const setPhoto = (bytes: Uint8Array<ArrayBuffer>) =>
    hand.upload("setChatPhoto", { chat_id: group.id, photo: new File([bytes], "us.png") });
  return { ...hand, group, setPhoto, chat: { chat_id: group.id } };
}

async function bytesOf({ result, telegram, bot }: BotByHand, file_id: string): Promise<Buffer> {
  const { file_path }: FileJson = await result("getFile", { file_id });
  const response = await fetch(`${telegram.apiRoot}/file/bot${bot.token}/${file_path}`);
  return Buffer.from(await response.bytes());
}

describe("the photo of a group", () => {
  test("is set from an upload, told to all, and found again byte for byte", async () => {
    await using run = await inGroup(["can_change_info"]);
    const bytes = picture("one") as Uint8Array<ArrayBuffer>;
    assert(await run.setPhoto(bytes)).toMatchObject({ ok: true, result: true });
    const { photo }: ChatFullInfo = await run.result("getChat", run.chat);
    assert(photo!.small_file_id).not.toBe(photo!.big_file_id);
    assert(await bytesOf(run, photo!.small_file_id)).toEqual(bytes);
    assert(await bytesOf(run, photo!.big_file_id)).toEqual(bytes);
    const [update]: Update[] = await run.result("getUpdates");
    assert(update!.message!.new_chat_photo).toMatchObject([{ width: 3, height: 2 }, { file_id: photo!.big_file_id }]);
    assert(run.alice.messages(run.group)).toMatchObject([{ from: { is_bot: true }, new_chat_photo: [{}, {}] }]);
  });

  test("is taken away, once", async () => {
    await using run = await inGroup(["can_change_info"]);
    await run.setPhoto(picture("one") as Uint8Array<ArrayBuffer>);
    assert(await run.result("deleteChatPhoto", run.chat)).toBe(true);
    assert(await run.result("getChat", run.chat)).not.toHaveProperty("photo");
    assert(run.alice.messages(run.group).at(-1)).toMatchObject({ delete_chat_photo: true });
    assert(await run.refusal("deleteChatPhoto", run.chat)).toBe("400 Bad Request: CHAT_NOT_MODIFIED");
  });

  test("has to be uploaded, with the right to, and in no private chat", async () => {
    await using run = await inGroup();
    const { chat, alice } = run;
    assert(await run.refusal("setChatPhoto", chat)).toBe("400 Bad Request: there is no photo in the request");
    assert(await run.refusal("setChatPhoto", { ...chat, photo: "AgAC" })).toBe(
      "400 Bad Request: photo must be uploaded as an InputFile",
    );
    assert(await run.setPhoto(picture("x") as Uint8Array<ArrayBuffer>)).toMatchObject({
      description: "Bad Request: not enough rights to change chat photo",
    });
    assert(await run.refusal("deleteChatPhoto", { chat_id: alice.id })).toBe(
      "400 Bad Request: can't change private chat photo",
    );
    assert(await run.refusal("setChatTitle", { chat_id: alice.id, title: "x" })).toBe(
      "400 Bad Request: can't change private chat title",
    );
  });

  test("may be set by any member of a group that allows it", async () => {
    await using hand = await botByHand();
    const group = hand.telegram.group({ type: "group", members: [hand.alice] });
    const photo = new File([picture("x") as Uint8Array<ArrayBuffer>], "x.png");
    assert(await hand.upload("setChatPhoto", { chat_id: group.id, photo })).toMatchObject({ ok: true });
    group.migrate();
    assert(await hand.result("getChat", { chat_id: group.id })).toHaveProperty("photo");
  });

  test("of a channel is told as a post", async () => {
    await using hand = await botByHand();
    const channel = hand.telegram.channel({ title: "News" });
    hand.bot.updates.clear();
    const photo = new File([picture("x") as Uint8Array<ArrayBuffer>], "x.png");
    await hand.upload("setChatPhoto", { chat_id: channel.id, photo });
    const [update]: Update[] = await hand.result("getUpdates");
    assert(update).toMatchObject({ channel_post: { sender_chat: { title: "News" }, new_chat_photo: [{}, {}] } });
    assert(update!.channel_post).not.toHaveProperty("from");
  });
});

describe("the photos of a person", () => {
  test("are listed, the latest first, and as many as are asked for", async () => {
    await using hand = await botByHand();
    const user_id = hand.alice.id;
    assert(await hand.result("getUserProfilePhotos", { user_id })).toEqual({ total_count: 0, photos: [] });
    for (const mark of ["one", "two", "three"]) await hand.alice.setPhoto(picture(mark));
    const all: UserProfilePhotos = await hand.result("getUserProfilePhotos", { user_id });
    assert(all.total_count).toBe(3);
    assert(await bytesOf(hand, all.photos[0]![1]!.file_id)).toEqual(picture("three"));
    const one: UserProfilePhotos = await hand.result("getUserProfilePhotos", { user_id, offset: 1, limit: 1 });
    assert(one).toEqual({ total_count: 3, photos: [all.photos[1]] });
    assert(await hand.result("getChat", { chat_id: user_id })).toMatchObject({
      photo: { big_file_id: all.photos[0]![1]!.file_id },
    });
    assert(await hand.refusal("getUserProfilePhotos", { user_id: 5 })).toBe("400 Bad Request: user not found");
  });

  test("of a bot are its own to set and remove", async () => {
    await using hand = await botByHand();
    const own = { user_id: hand.bot.id };
    const photo = { type: "static", photo: "attach://me" };
    const me = new File([picture("me") as Uint8Array<ArrayBuffer>], "me.png");
    assert(await hand.upload("setMyProfilePhoto", { photo, me })).toMatchObject({ result: true });
    const { photos }: UserProfilePhotos = await hand.result("getUserProfilePhotos", own);
    assert(await bytesOf(hand, photos[0]![0]!.file_id)).toEqual(picture("me"));
    await hand.result("removeMyProfilePhoto");
    assert(await hand.result("getUserProfilePhotos", own)).toMatchObject({ total_count: 0 });
  });
});

test("a supergroup has a sticker set by name, and only a supergroup", async () => {
  await using run = await inGroup(["can_change_info"]);
  await run.result("setChatStickerSet", { ...run.chat, sticker_set_name: "Animals" });
  assert(await run.result<Chat>("getChat", run.chat)).toMatchObject({ sticker_set_name: "Animals" });
  await run.result("deleteChatStickerSet", run.chat);
  assert(await run.result("getChat", run.chat)).not.toHaveProperty("sticker_set_name");
  const basic = run.telegram.group({ type: "group" });
  basic.promote(run.bot);
  assert(await run.refusal("setChatStickerSet", { chat_id: basic.id, sticker_set_name: "x" })).toBe(
    "400 Bad Request: method is available only for supergroups",
  );
});
