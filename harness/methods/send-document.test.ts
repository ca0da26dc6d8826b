import { expect as assert, describe, test } from "vitest";
import { type BotByHand, botByHand } from "./by-hand.ts";

const upload = ({ upload, alice }: BotByHand, { name = "notes.txt", bytes = "milk", ...args } = {}) =>
  upload("sendDocument", { chat_id: alice.id, document: "attach://part", part: new File([bytes], name), ...args });

describe("sendDocument", () => {
  test("answers with the document, which people can open", async () => {
    await using hand = await botByHand();
    const { result } = await upload(hand, { caption: "Your *notes*", parse_mode: "Markdown" } as object);
    assert(result).toMatchObject({
      document: { file_name: "notes.txt", mime_type: "text/plain", file_size: 4 },
      caption: "Your notes",
      caption_entities: [{ type: "bold", offset: 5, length: 5 }],
    });
    const [message] = hand.alice.messages().slice(-1);
    assert(message && hand.alice.open(message).toString()).toBe("milk");
  });

  test("sends a document again by its id", async () => {
    await using hand = await botByHand();
    const { result } = await upload(hand);
    const { document } = result as { document: { file_id: string } };
    const again = await hand.result("sendDocument", { chat_id: hand.alice.id, document: document.file_id });
    assert(again).toMatchObject({ document: { file_size: 4 } });
  });

  test("carries what must not leave a chat no further than a text would", async () => {
    await using hand = await botByHand();
    const bob = hand.telegram.user({ firstName: "Bob" });
    await bob.send("hello");
    const word = hand.telegram.canaries.plant(bob, "heliotrope");
    await upload(hand, { bytes: `Bob's ${word}` });
    assert(hand.telegram.verdict()).toHaveLength(1);
  });

  test.each([
    ["no document", {}, "there is no document in the request"],
    ["an unknown id", { document: "x" }, "wrong file identifier/HTTP URL specified"],
    ["no document in an unknown chat", { chat_id: 12345 }, "there is no document in the request"],
  ])("refuses %s", async (_, args, reason) => {
    await using hand = await botByHand();
    const refusal = await hand.refusal("sendDocument", { chat_id: hand.alice.id, ...args });
    assert(refusal).toBe(`400 Bad Request: ${reason}`);
  });

  test("refuses an empty file and a caption that is too long", async () => {
    await using hand = await botByHand();
    assert(await upload(hand, { bytes: "" })).toMatchObject({ description: "Bad Request: file must be non-empty" });
    const long = { caption: "x".repeat(1025) } as object;
    assert(await upload(hand, long)).toMatchObject({ description: "Bad Request: message caption is too long" });
  });
});
