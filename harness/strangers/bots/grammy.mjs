// The job of every stranger, as somebody writes it with grammY: https://grammy.dev
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import {
  Bot,
  GrammyError,
  HttpError,
  InlineKeyboard,
  InlineQueryResultBuilder,
  InputFile,
  InputMediaBuilder,
  Keyboard,
  webhookCallback,
} from "grammy";

const { TELEGRAM_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, WEBHOOK_URL: url, PORT, WEBHOOK_SECRET } = process.env;
// What a call in the reply to a webhook comes to, nobody is told: good enough for an action.
const bot = new Bot(token, { client: { apiRoot, canUseWebhookReply: (method) => method === "sendChatAction" } });

bot.command("start", (ctx) => {
  if (ctx.match) return ctx.reply(`You come from ${ctx.match}.`);
  const reply_markup = new InlineKeyboard().text("Again", "again").row().url("Site", "https://example.com");
  return ctx.reply(`<b>Hello</b>, ${ctx.from.first_name}!`, { parse_mode: "HTML", reply_markup });
});
bot.callbackQuery("again", async (ctx) => {
  await ctx.answerCallbackQuery("Once more");
  await ctx.editMessageText("*Hello* again\\!", { parse_mode: "MarkdownV2" });
});
bot.command("menu", (ctx) =>
  ctx.reply("What will it be?", { reply_markup: new Keyboard().text("Tea").text("Coffee") }),
);
bot.hears("Tea", (ctx) => ctx.reply("One tea.", { reply_markup: { remove_keyboard: true } }));
bot.command("think", async (ctx) => {
  await ctx.replyWithChatAction("typing");
  await ctx.reply("Thought.");
});
bot.on(["message:document", "message:photo"], async (ctx) => {
  const { file_path } = await ctx.getFile();
  const response = await fetch(`${apiRoot}/file/bot${token}/${file_path}`);
  await ctx.reply(received(ctx.msg.document?.file_name ?? "a photo", await response.bytes()));
});
bot.command("report", (ctx) =>
  ctx.replyWithDocument(new InputFile(Buffer.from("All is well.\n"), "report.txt"), {
    caption: "<i>Yours</i>",
    parse_mode: "HTML",
  }),
);
bot.command("album", (ctx) =>
  ctx.replyWithMediaGroup([
    InputMediaBuilder.photo(new InputFile(onePixel, "one.png"), { caption: "Both" }),
    InputMediaBuilder.photo(new InputFile(onePixel, "two.png")),
  ]),
);
bot.command("poll", (ctx) => ctx.replyWithPoll("Tea or coffee?", ["Tea", "Coffee"], { is_anonymous: false }));
bot.on("poll_answer", (ctx) =>
  ctx.api.sendMessage(ctx.pollAnswer.user.id, `You chose option ${ctx.pollAnswer.option_ids[0]}.`),
);
bot.on("inline_query", (ctx) => {
  const about = InlineQueryResultBuilder.article("1", `About ${ctx.inlineQuery.query}`);
  return ctx.answerInlineQuery([about.text(`All about ${ctx.inlineQuery.query}`)], { cache_time: 0 });
});
bot.on("chat_member", (ctx) => ctx.reply(`Welcome, ${ctx.chatMember.new_chat_member.user.first_name}.`));
bot.command("try", async (ctx) => {
  const outcome = await ctx.api.raw.sendMessage(JSON.parse(ctx.match)).then(() => "sent", told);
  await ctx.reply(JSON.stringify(outcome));
});

function told(error) {
  if (error instanceof HttpError) return { error: "HttpError" };
  if (!(error instanceof GrammyError)) throw error;
  const { error_code, description, parameters, method } = error;
  return { error: "GrammyError", code: error_code, description, retryAfter: parameters.retry_after, method };
}

const received = (name, bytes) => `Got ${name}: ${createHash("sha256").update(bytes).digest("hex")}`;
const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

await bot.api.setMyCommands([{ command: "start", description: "Say hello" }]);
const allowed_updates = ["message", "callback_query", "inline_query", "poll_answer", "chat_member"];
if (url) {
  createServer(webhookCallback(bot, "http", { secretToken: WEBHOOK_SECRET })).listen(PORT, "127.0.0.1", () =>
    bot.api.setWebhook(url, { allowed_updates, secret_token: WEBHOOK_SECRET }),
  );
} else {
  await bot.start({ allowed_updates });
}
