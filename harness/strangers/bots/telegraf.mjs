// The job of every stranger, as somebody writes it with Telegraf: https://telegraf.js.org
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { Input, Markup, Telegraf, TelegramError } from "telegraf";
import { message } from "telegraf/filters";

const { TELEGRAM_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, WEBHOOK_URL: url, PORT, WEBHOOK_SECRET } = process.env;
const bot = new Telegraf(token, { telegram: { apiRoot } });

bot.start((ctx) => {
  if (ctx.payload) return ctx.reply(`You come from ${ctx.payload}.`);
  const buttons = [[Markup.button.callback("Again", "again")], [Markup.button.url("Site", "https://example.com")]];
  return ctx.replyWithHTML(`<b>Hello</b>, ${ctx.from.first_name}!`, Markup.inlineKeyboard(buttons));
});
bot.action("again", async (ctx) => {
  await ctx.answerCbQuery("Once more");
  await ctx.editMessageText("*Hello* again\\!", { parse_mode: "MarkdownV2" });
});
bot.command("menu", (ctx) => ctx.reply("What will it be?", Markup.keyboard([["Tea", "Coffee"]])));
bot.hears("Tea", (ctx) => ctx.reply("One tea.", Markup.removeKeyboard()));
bot.command("think", async (ctx) => {
  await ctx.sendChatAction("typing");
  await ctx.reply("Thought.");
});
bot.on(message("document"), async (ctx) => {
  const { file_id, file_name } = ctx.message.document;
  await ctx.reply(received(file_name, await download(file_id)));
});
bot.on(message("photo"), async (ctx) =>
  ctx.reply(received("a photo", await download(ctx.message.photo.at(-1).file_id))),
);
bot.command("report", (ctx) =>
  ctx.replyWithDocument(Input.fromBuffer(Buffer.from("All is well.\n"), "report.txt"), {
    caption: "<i>Yours</i>",
    parse_mode: "HTML",
  }),
);
bot.command("album", (ctx) =>
  ctx.replyWithMediaGroup([
    { type: "photo", media: Input.fromBuffer(onePixel, "one.png"), caption: "Both" },
    { type: "photo", media: Input.fromBuffer(onePixel, "two.png") },
  ]),
);
bot.command("poll", (ctx) => ctx.replyWithPoll("Tea or coffee?", ["Tea", "Coffee"], { is_anonymous: false }));
bot.on("poll_answer", (ctx) =>
  ctx.telegram.sendMessage(ctx.pollAnswer.user.id, `You chose option ${ctx.pollAnswer.option_ids[0]}.`),
);
bot.on("inline_query", (ctx) => {
  const { query } = ctx.inlineQuery;
  const input_message_content = { message_text: `All about ${query}` };
  return ctx.answerInlineQuery([{ type: "article", id: "1", title: `About ${query}`, input_message_content }], {
    cache_time: 0,
  });
});
bot.on("chat_member", (ctx) => ctx.reply(`Welcome, ${ctx.chatMember.new_chat_member.user.first_name}.`));
bot.command("try", async (ctx) => {
  const outcome = await ctx.telegram.callApi("sendMessage", JSON.parse(ctx.payload)).then(() => "sent", told);
  await ctx.reply(JSON.stringify(outcome));
});

function told(error) {
  if (!(error instanceof TelegramError)) return { error: error.name };
  const { response, on } = error;
  const { error_code: code, description, parameters } = response;
  return { error: "TelegramError", code, description, retryAfter: parameters?.retry_after, method: on.method };
}

const download = async (fileId) => (await fetch(await bot.telegram.getFileLink(fileId))).bytes();
const received = (name, bytes) => `Got ${name}: ${createHash("sha256").update(bytes).digest("hex")}`;
const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

await bot.telegram.setMyCommands([{ command: "start", description: "Say hello" }]);
const allowedUpdates = ["message", "callback_query", "inline_query", "poll_answer", "chat_member"];
if (url) {
  const hook = bot.webhookCallback(new URL(url).pathname, { secretToken: WEBHOOK_SECRET });
  createServer(hook).listen(PORT, "127.0.0.1", () =>
    bot.telegram.setWebhook(url, { allowed_updates: allowedUpdates, secret_token: WEBHOOK_SECRET }),
  );
} else {
  await bot.launch({ allowedUpdates });
}
