import type { User } from "@grammyjs/types";
import { expect, test } from "vitest";
import { startTelegram } from "../index.ts";
import type { Chat } from "./chat.ts";
import { commandsInForce } from "./commands-in-force.ts";

const list = (command: string) => [{ command, description: "x" }];

async function stage() {
  const telegram = await startTelegram();
  const bot = telegram.bot({ username: "menu_bot" });
  const alice = telegram.user({ firstName: "Alice", languageCode: "de" });
  const offered = (user: User, chat: Chat) => commandsInForce(bot, user, chat).map(({ command }) => command);
  return { telegram, bot, alice, offered, [Symbol.asyncDispose]: () => telegram[Symbol.asyncDispose]() };
}

test("a user is offered the narrowest list of commands there is", async () => {
  await using run = await stage();
  const { bot, alice } = run;
  const offered = () => run.offered(alice.json, alice.chat());
  expect(offered()).toEqual([]);
  bot.commands.set("default ", list("default"));
  expect(offered()).toEqual(["default"]);
  bot.commands.set("default de", list("german"));
  bot.commands.set("default fr", list("french"));
  expect(offered()).toEqual(["german"]);
  bot.commands.set("all_private_chats ", list("private"));
  expect(offered()).toEqual(["private"]);
  bot.commands.set(`chat ${alice.id} `, list("own"));
  expect(offered()).toEqual(["own"]);
});

test("in a group there are lists for administrators and for single members, too", async () => {
  await using run = await stage();
  const { bot, alice, telegram } = run;
  const boss = telegram.user({ firstName: "Boss", languageCode: "pt-br" });
  const group = telegram.group({ members: [alice, boss] });
  group.promote(boss);
  const offered = () => [run.offered(alice.json, group.chat), run.offered(boss.json, group.chat)].flat();
  bot.commands.set("default ", list("default"));
  bot.commands.set("all_private_chats ", list("private"));
  expect(offered()).toEqual(["default", "default"]);
  bot.commands.set("all_group_chats ", list("group"));
  bot.commands.set("all_group_chats pt", list("grupo"));
  expect(offered()).toEqual(["group", "grupo"]);
  bot.commands.set("all_chat_administrators ", list("admins"));
  expect(offered()).toEqual(["group", "admins"]);
  bot.commands.set(`chat ${group.id} `, list("this"));
  expect(offered()).toEqual(["this", "this"]);
  bot.commands.set(`chat_administrators ${group.id} `, list("rulers"));
  bot.commands.set(`chat_member ${group.id} ${alice.id} `, list("hers"));
  expect(offered()).toEqual(["hers", "rulers"]);
});
