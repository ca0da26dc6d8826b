import { expect as assert, describe, test } from "vitest";
import { botByHand } from "./by-hand.ts";

describe("what a bot says of itself", () => {
  test.each([
    ["Name", "name", "hand_bot"],
    ["Description", "description", ""],
    ["ShortDescription", "short_description", ""],
  ])("%s is kept by language, and taken back by an empty text", async (method, field, without) => {
    await using hand = await botByHand();
    const get = async (language_code?: string) =>
      (await hand.result<Record<string, string>>(`getMy${method}`, { language_code }))[field];
    assert(await get()).toBe(without);
    await hand.result(`setMy${method}`, { [field]: "Helper", language_code: "" });
    await hand.result(`setMy${method}`, { [field]: "Helfer", language_code: "de" });
    assert([await get(), await get("de"), await get("fi")]).toEqual(["Helper", "Helfer", "Helper"]);
    await hand.result(`setMy${method}`, { [field]: "", language_code: "de" });
    assert(await get("de")).toBe("Helper");
    assert(await hand.refusal(`setMy${method}`, { [field]: "x", language_code: "zh-hans" })).toBe(
      "400 Bad Request: invalid language code specified",
    );
  });

  test("the name for all languages is the one that everybody sees", async () => {
    await using hand = await botByHand();
    await hand.result("setMyName", { name: "Helfer", language_code: "de" });
    assert(await hand.result("getMe")).toMatchObject({ first_name: "hand_bot" });
    await hand.result("setMyName", { name: "Helper" });
    assert(await hand.result("getMe")).toMatchObject({ first_name: "Helper", username: "hand_bot" });
    assert(await hand.result("sendMessage", { chat_id: hand.alice.id, text: "Hi" })).toMatchObject({
      from: { first_name: "Helper" },
    });
  });
});

describe("the menu button", () => {
  test("is one for all private chats, or that of one chat", async () => {
    await using hand = await botByHand();
    const web_app = { url: "https://example.com/" };
    const button = { type: "web_app", text: "Open", web_app };
    await hand.result("setChatMenuButton", { menu_button: { type: "commands" } });
    await hand.result("setChatMenuButton", { chat_id: hand.alice.id, menu_button: button });
    assert(await hand.result("getChatMenuButton")).toEqual({ type: "commands" });
    assert(await hand.result("getChatMenuButton", { chat_id: hand.alice.id })).toEqual(button);
    assert(await hand.refusal("setChatMenuButton", { menu_button: { type: "web_app", text: "Open" } })).toContain(
      "400 Bad Request: can't parse menu button",
    );
  });
});
