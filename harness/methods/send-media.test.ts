import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Message } from "@grammyjs/types";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../people/expect.ts";
import { botByHand } from "./by-hand.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const file = (name: string, bytes: Uint8Array<ArrayBuffer> | string = "bytes") => new File([bytes], name);

describe("a method that sends a file", () => {
  test.each([
    ["sendPhoto", "photo", [{ width: 1, height: 1, file_size: png.length }], { photo: file("a.png", png) }],
    [
      "sendAudio",
      "audio",
      { duration: 7, performer: "Nina", file_name: "a.mp3", mime_type: "audio/mpeg" },
      { audio: file("a.mp3"), duration: 7, performer: "Nina" },
    ],
    [
      "sendVideo",
      "video",
      { width: 640, height: 480, duration: 3, mime_type: "video/mp4" },
      { video: file("a.mp4"), width: 640, height: 480, duration: 3 },
    ],
    ["sendAnimation", "animation", { file_name: "a.gif", mime_type: "image/gif" }, { animation: file("a.gif") }],
    ["sendVoice", "voice", { duration: 2, mime_type: "audio/ogg" }, { voice: file("a.ogg"), duration: 2 }],
    ["sendVideoNote", "video_note", { length: 240 }, { video_note: file("a.mp4"), length: 240 }],
    ["sendSticker", "sticker", { width: 1, height: 1, type: "regular" }, { sticker: file("a.webp", png) }],
    ["sendDocument", "document", { file_name: "a.csv", mime_type: "text/csv" }, { document: file("a.csv") }],
  ] as const)(
    "%s: answers with it, people can open it, and it can be sent again by its id",
    async (method, kind, shape, fields) => {
      await using hand = await botByHand();
      const first = (await hand.upload(method, { chat_id: hand.alice.id, ...fields })).result as Message;
      assert(first[kind]).toMatchObject(shape);
      assert(hand.alice.open(first).length).toBeGreaterThan(0);
      const ids = [first[kind]].flat().at(-1) as { file_id: string };
      const again: Message = await hand.result(method, { chat_id: hand.alice.id, [kind]: ids.file_id });
      assert([again[kind]].flat().at(-1)).toMatchObject({ file_id: ids.file_id });
      assert(await hand.refusal(method, { chat_id: hand.alice.id })).toBe(
        `400 Bad Request: there is no ${kind} in the request`,
      );
    },
  );

  test("fetches it from an address of this machine", async () => {
    await using hand = await botByHand();
    const server = createServer((request, response) => {
      if (request.url === "/cat.png") response.end(png);
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const sent: Message = await hand.result("sendPhoto", { chat_id: hand.alice.id, photo: `${address}/cat.png` });
    assert(hand.alice.open(sent)).toEqual(png);
    assert(await hand.refusal("sendPhoto", { chat_id: hand.alice.id, photo: `${address}/dog.png` })).toBe(
      "400 Bad Request: failed to get HTTP URL content",
    );
    server.close();
  });
});

test("what is not imitated fails the run", async () => {
  await using hand = await botByHand();
  const photo = "https://example.com/cat.png";
  assert(await hand.refusal("sendPhoto", { chat_id: hand.alice.id, photo })).toContain("501 Not Implemented");
  assert(() => hand.telegram.assertSound()).toThrow("not imitated: files by an address beyond this machine");
});

describe("sendMediaGroup", () => {
  test("sends an album: messages of one group, each with its own caption", async () => {
    await using hand = await botByHand();
    const media = [
      { type: "photo", media: "attach://one", caption: "Both *cats*", parse_mode: "MarkdownV2" },
      { type: "video", media: "attach://two", duration: 4 },
    ];
    const files = { one: file("one.png", png), two: file("two.mp4") };
    const { result } = await hand.upload("sendMediaGroup", { chat_id: hand.alice.id, media, ...files });
    const [photo, video] = result as Message[];
    assert(photo).toMatchObject({ caption: "Both cats", caption_entities: [{ type: "bold" }] });
    assert(video).toMatchObject({ video: { duration: 4 } });
    assert(photo!.media_group_id).toMatch(/^\d+$/);
    assert(video!.media_group_id).toBe(photo!.media_group_id);
    await expect(hand.alice).toSee("Both cats");
  });

  const one = { type: "photo", media: "x" };
  test.each([
    [{}, `parameter "media" is required`],
    [{ media: "[" }, "can't parse media JSON object"],
    [{ media: one }, "expected an Array of InputMedia"],
    [{ media: [] }, "there are no messages to send"],
    [{ media: Array(11).fill(one) }, "too many messages to send as an album"],
    [{ media: [{ media: "x" }] }, `can't parse InputMedia: Can't find field "type"`],
    [{ media: [{ type: "document", media: "x" }, one] }, "can't use the media of the specified type in the album"],
    [{ media: [one] }, "wrong file identifier/HTTP URL specified"],
  ])("refuses %j", async (args, reason) => {
    await using hand = await botByHand();
    assert(await hand.refusal("sendMediaGroup", { chat_id: hand.alice.id, ...args })).toBe(
      `400 Bad Request: ${reason}`,
    );
  });
});

describe("what is no file", () => {
  test.each([
    ["sendLocation", { latitude: 51.5, longitude: "-0.12" }, { location: { latitude: 51.5, longitude: -0.12 } }],
    ["sendVenue", { latitude: 1, longitude: 2, title: "Pub", address: "Road 1" }, { venue: { title: "Pub" } }],
    ["sendContact", { phone_number: "+1", first_name: "Ann" }, { contact: { phone_number: "+1" } }],
    ["sendDice", { emoji: "🎯" }, { dice: { emoji: "🎯" } }],
  ])("%s answers with it", async (method, args, shape) => {
    await using hand = await botByHand();
    assert(await hand.result(method, { chat_id: hand.alice.id, ...args })).toMatchObject(shape);
  });

  test.each([
    ["sendLocation", { latitude: 91, longitude: 0 }, "wrong latitude specified"],
    ["sendContact", { phone_number: "+1" }, `parameter "first_name" is required`],
    ["sendDice", { emoji: "x" }, "EMOTICON_INVALID"],
  ])("%s refuses %j", async (method, args, reason) => {
    await using hand = await botByHand();
    assert(await hand.refusal(method, { chat_id: hand.alice.id, ...args })).toBe(`400 Bad Request: ${reason}`);
  });
});

describe("a message with a file can be edited", () => {
  const photo = async (hand: Awaited<ReturnType<typeof botByHand>>, caption = "old") =>
    (await hand.upload("sendPhoto", { chat_id: hand.alice.id, photo: file("a.png", png), caption })).result as Message;

  test("in its caption", async () => {
    await using hand = await botByHand();
    const { message_id } = await photo(hand);
    const edit = { chat_id: hand.alice.id, message_id, caption: "<b>new</b>", parse_mode: "HTML" };
    const edited: Message = await hand.result("editMessageCaption", edit);
    assert(edited).toMatchObject({ caption: "new", caption_entities: [{ type: "bold" }], photo: [{ width: 1 }] });
    assert(await hand.refusal("editMessageCaption", edit)).toContain("message is not modified");
    const bare: Message = await hand.result("editMessageCaption", { chat_id: hand.alice.id, message_id });
    assert(bare).not.toHaveProperty("caption");
    await expect(hand.alice).toSee("new");
  });

  test("in the file itself", async () => {
    await using hand = await botByHand();
    const { message_id } = await photo(hand);
    const media = { type: "document", media: "attach://notes", caption: "notes" };
    const args = { chat_id: hand.alice.id, message_id, media, notes: file("notes.txt", "milk") };
    const edited = (await hand.upload("editMessageMedia", args)).result as Message;
    assert(edited).toMatchObject({ document: { file_name: "notes.txt" }, caption: "notes" });
    assert(edited).not.toHaveProperty("photo");
    assert(hand.alice.open(hand.alice.messages().at(-1)!).toString()).toBe("milk");
  });

  test("but a text has no caption, and a photo no text", async () => {
    await using hand = await botByHand();
    const text: Message = await hand.result("sendMessage", { chat_id: hand.alice.id, text: "hi" });
    const edit = (message: Message) => ({
      chat_id: hand.alice.id,
      message_id: message.message_id,
      caption: "x",
      text: "x",
    });
    assert(await hand.refusal("editMessageCaption", edit(text))).toBe(
      "400 Bad Request: there is no caption in the message to edit",
    );
    assert(await hand.refusal("editMessageText", edit(await photo(hand)))).toBe(
      "400 Bad Request: there is no text in the message to edit",
    );
  });
});

describe("people", () => {
  test("send files of every kind, with a real length where the bytes have one, and albums", async () => {
    await using hand = await botByHand();
    assert(await hand.alice.sendVoice()).toMatchObject({ voice: { duration: 1 } });
    assert(await hand.alice.sendPhoto({ bytes: png })).toMatchObject({ photo: [{ width: 1, height: 1 }] });
    assert(await hand.alice.sendDocument({ name: "plan.pdf" })).toMatchObject({
      document: { file_name: "plan.pdf", mime_type: "application/pdf" },
    });
    for (const kind of ["audio", "video", "animation", "video_note"] as const) {
      assert(await hand.alice.sendMedia(kind)).toHaveProperty(kind);
    }
    const [one, two] = await hand.alice.sendAlbum([{ kind: "photo", caption: "us" }, { kind: "photo" }]);
    assert(one!.media_group_id).toBe(two!.media_group_id);
    assert(await hand.alice.sendLocation(1, 2)).toMatchObject({ location: { latitude: 1, longitude: 2 } });
    assert(await hand.alice.sendContact({ phone_number: "+1", first_name: "Ann" })).toHaveProperty("contact");
    assert(await hand.alice.sendDice()).toMatchObject({ dice: { emoji: "🎲" } });
  });
});
