import { expect as assert, describe, test } from "vitest";
import { explicitEntities } from "./explicit-entities.ts";
import { formatText } from "./formatted-text.ts";

describe("entities that a bot spells out", () => {
  test("are read with their own fields, numbers as text too, and nothing else", () => {
    const span = { offset: "0", length: 1 };
    assert(
      explicitEntities([
        { type: "bold", ...span, url: "e.com" },
        { type: "pre", ...span, language: "" },
        { type: "pre", ...span, language: "py" },
        { type: "text_link", ...span, url: "e.com" },
        { type: "custom_emoji", ...span, custom_emoji_id: 5 },
        { type: "date_time", ...span, unix_time: "7", date_time_format: "TDw" },
      ]),
    ).toEqual([
      { type: "bold", offset: 0, length: 1 },
      { type: "pre", offset: 0, length: 1 },
      { type: "pre", language: "py", offset: 0, length: 1 },
      { type: "text_link", url: "e.com", offset: 0, length: 1 },
      { type: "custom_emoji", custom_emoji_id: "5", offset: 0, length: 1 },
      { type: "date_time", unix_time: 7, date_time_format: "wDT", offset: 0, length: 1 },
    ]);
  });

  test.each(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number", "bank_card_number"])(
    "are ignored when they are a %s, which Telegram finds itself",
    (type) => assert(explicitEntities([{ type, offset: 0, length: 1 }])).toEqual([]),
  );

  test.each([null, undefined, "x", {}])("are none when the list is %j", (given) => {
    assert(explicitEntities(given)).toEqual([]);
  });

  const bold = { type: "bold", offset: 0, length: 1 };
  test.each<[entity: unknown, reason: string]>([
    ["bold", "expected an Object"],
    [[], "expected an Object"],
    [{ ...bold, offset: undefined }, `Can't find field "offset"`],
    [{ type: "bold", offset: 0 }, `Can't find field "length"`],
    [{ ...bold, offset: "x" }, `Field "offset" must be a Number`],
    [{ ...bold, length: 1.5 }, `Field "length" must be a Number`],
    [{ ...bold, length: true }, `Field "length" must be a Number`],
    [{ ...bold, type: undefined }, `Can't find field "type"`],
    [{ ...bold, type: true }, `Field "type" must be of type String`],
    [{ ...bold, type: "" }, "Type is not specified"],
    [{ ...bold, type: "Bold" }, "Unsupported type specified"],
    [{ ...bold, type: "text_link" }, `Can't find field "url"`],
    [{ ...bold, type: "text_mention" }, `Can't find field "user"`],
    [{ ...bold, type: "text_mention", user: 5 }, `Field "user" must be of type Object`],
    [{ ...bold, type: "text_mention", user: {} }, `Can't find field "id"`],
    [{ ...bold, type: "custom_emoji" }, `Can't find field "custom_emoji_id"`],
    [{ ...bold, type: "custom_emoji", custom_emoji_id: "x" }, `Field "custom_emoji_id" must be a Number`],
  ])("%j is refused", (entity, reason) => {
    assert(() => explicitEntities([bold, entity])).toThrow(`Bad Request: can't parse MessageEntity: ${reason}`);
  });

  test("name people by their number, and those nobody knows not at all", () => {
    const user = { id: 5, is_bot: false, first_name: "Alice" };
    const entities = [
      { type: "text_mention", user: { id: 5, first_name: "Mallory" }, offset: 0, length: 1 },
      { type: "text_link", url: "tg://user?id=5", offset: 1, length: 1 },
      { type: "text_mention", user: { id: 6 }, offset: 2, length: 1 },
    ];
    const findUser = (id: number) => (id === user.id ? user : undefined);
    assert(formatText({ text: "abc", entities, findUser }).entities).toEqual([
      { type: "text_mention", user, offset: 0, length: 1 },
      { type: "text_mention", user, offset: 1, length: 1 },
    ]);
  });
});
