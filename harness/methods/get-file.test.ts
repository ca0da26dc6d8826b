import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

describe("getFile", () => {
  test("tells where the bytes are, and they are there", async () => {
    await using hand = await botByHand();
    const bytes = Buffer.from("a photo");
    const { photo } = await hand.alice.sendPhoto({ bytes });
    const { file_path }: { file_path: string } = await hand.result("getFile", { file_id: photo?.[0]?.file_id });
    const response = await fetch(`${hand.telegram.apiRoot}/file/bot${hand.bot.token}/${file_path}`);
    assert(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test.each([
    [{}, "file_id not specified"],
    [{ file_id: "x" }, "invalid file_id"],
  ])("refuses %o", async (args, reason) => {
    await using hand = await botByHand();
    assert(await hand.refusal("getFile", args)).toBe(`400 Bad Request: ${reason}`);
  });

  test("refuses files over 20 MB", async () => {
    await using hand = await botByHand();
    const { voice } = await hand.alice.sendVoice({ bytes: new Uint8Array(20 * 1024 * 1024 + 1) });
    assert(await hand.refusal("getFile", { file_id: voice?.file_id })).toBe("400 Bad Request: file is too big");
  });
});
