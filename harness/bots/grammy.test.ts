import { Bot, InlineKeyboard } from "grammy";
import { expect as assert, test } from "vitest";
import { expect, startTelegram } from "../index.ts";

test("a grammY bot in this process cannot tell the difference", async () => {
  await using telegram = await startTelegram();
  const account = telegram.bot({ username: "grammy_bot" });
  const alice = telegram.user({ firstName: "Alice" });
  await using bot = running(account.token, telegram.apiRoot);

  bot.command("start", (ctx) =>
    ctx.reply(`<b>Hello</b>, ${ctx.from?.first_name}`, {
      parse_mode: "HTML",
      reply_markup: new InlineKeyboard().text("Again", "again"),
    }),
  );
  bot.callbackQuery("again", async (ctx) => {
    await ctx.answerCallbackQuery("Once more");
    await ctx.editMessageText("Hello again");
  });
  bot.on("message:voice", async (ctx) => {
    const file = await ctx.getFile();
    await ctx.reply(`Heard ${file.file_size} bytes`);
  });

  await alice.send("/start");
  const { message } = await expect(alice).toSee("Hello, Alice");
  assert(message.entities).toEqual([{ type: "bold", offset: 0, length: 5 }]);
  assert(await alice.press("Again")).toBe("Once more");
  await expect(alice).toSee("Hello again");
  await alice.sendVoice({ bytes: new Uint8Array(7) });
  await expect(alice).toSee("Heard 7 bytes");
  telegram.assertSound();
});

function running(token: string, apiRoot: string) {
  const bot = new Bot(token, { client: { apiRoot } });
  const started = bot.start();
  return Object.assign(bot, {
    async [Symbol.asyncDispose]() {
      await bot.stop();
      await started;
    },
  });
}
