import { expect as assert, describe, test } from "vitest";
import { botByHand } from "../methods/by-hand.ts";
import { expect } from "../people/expect.ts";
import { fault, typeNamed } from "./fault.ts";

const markup = { ref: "InlineKeyboardMarkup" } as const;
const button = (fields: object) => ({ inline_keyboard: [[{ text: "x", ...fields }]] });

describe("what is wrong with a value", () => {
  test.each([
    [{ ref: "LabeledPrice" }, { label: "Tea", amount: 5 }, undefined],
    [{ ref: "LabeledPrice" }, { label: 5, amount: "5" }, undefined],
    [{ ref: "LabeledPrice" }, { label: "Tea" }, `Can't find field "amount"`],
    [{ ref: "LabeledPrice" }, { label: [], amount: 5 }, `Field "label" must be of type String`],
    [{ ref: "LabeledPrice" }, { label: "Tea", amount: "much" }, `Field "amount" must be a Number`],
    [{ ref: "LinkPreviewOptions" }, { is_disabled: "true" }, `Field "is_disabled" must be of type Boolean`],
    [{ array: { ref: "LabeledPrice" } }, {}, "expected an Array"],
    [{ ref: "LabeledPrice" }, [], "expected an Object"],
    [markup, button({ callback_data: "x" }), undefined],
    [{ ref: "BotCommandScope" }, { type: "chat" }, `Can't find field "chat_id"`],
    [{ ref: "BotCommandScope" }, { type: "chat", chat_id: 1 }, undefined],
  ] as const)("%j: %j", (type, value, expected) => {
    assert(fault(value, type)).toBe(expected);
  });

  test("is told under the name of the type", () => {
    assert(typeNamed({ array: { ref: "LabeledPrice" } })).toBe("LabeledPrice");
  });
});

describe("a call of a method that is only validated", () => {
  test("is refused for what is wrong inside its JSON", async () => {
    await using hand = await botByHand();
    const args = { title: "Tea", description: "Green", payload: "p", currency: "XTR", prices: [{ label: "Tea" }] };
    assert(await hand.refusal("createInvoiceLink", args)).toBe(
      `400 Bad Request: can't parse LabeledPrice: Can't find field "amount"`,
    );
    assert(await hand.refusal("createInvoiceLink", { ...args, prices: "[" })).toBe(
      "400 Bad Request: can't parse LabeledPrice JSON object",
    );
  });

  test("shows people that something came, if it sends a message", async () => {
    await using hand = await botByHand();
    const game = await hand.result("sendGame", { chat_id: hand.alice.id, game_short_name: "chess" });
    assert(hand.alice.messages().at(-1)).toEqual(game);
  });

  test("with a parameter that the method does not have is remarked upon in a failure report", async () => {
    await using hand = await botByHand();
    await hand.result("sendMessage", { chat_id: hand.alice.id, text: "hi", parsemode: "HTML" });
    await assert(expect(hand.alice).toSee("bye")).rejects.toThrow("(sendMessage has no parameter parsemode)");
  });
});
