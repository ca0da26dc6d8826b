import { expect, test } from "vitest";
import { startTelegram } from "../index.ts";
import { menuOf } from "./menu-of.ts";

test("a user is offered the narrowest list of commands there is", async () => {
  await using telegram = await startTelegram();
  const bot = telegram.bot({ username: "menu_bot" });
  const { json } = telegram.user({ firstName: "Alice", languageCode: "de" });
  const offered = () => menuOf(bot, json).map(({ command }) => command);
  const list = (command: string) => [{ command, description: "x" }];

  expect(offered()).toEqual([]);
  bot.commands.set("default ", list("default"));
  expect(offered()).toEqual(["default"]);
  bot.commands.set("default de", list("german"));
  bot.commands.set("default fr", list("french"));
  expect(offered()).toEqual(["german"]);
  bot.commands.set("all_private_chats ", list("private"));
  expect(offered()).toEqual(["private"]);
  bot.commands.set(`chat ${json.id} `, list("own"));
  expect(offered()).toEqual(["own"]);
});
