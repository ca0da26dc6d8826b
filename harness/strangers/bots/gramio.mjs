// The job of every stranger, as somebody writes it with GramIO: https://gramio.dev
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import {
  AllowedUpdatesFilter,
  Bot,
  bold,
  format,
  InlineKeyboard,
  InlineQueryResult,
  InputMessageContent,
  Keyboard,
  MediaInput,
  MediaUpload,
  RemoveKeyboard,
  TelegramError,
  webhookHandler,
} from "gramio";

const { TELEGRAM_TOKEN: token, TELEGRAM_API_ROOT: apiRoot, WEBHOOK_URL: url, PORT, WEBHOOK_SECRET } = process.env;
const bot = new Bot(token, { api: { baseURL: `${apiRoot}/bot` } });

bot.command("start", (context) => {
  if (context.rawStartPayload) return context.send(`You come from ${context.rawStartPayload}.`);
  const reply_markup = new InlineKeyboard().text("Again", "again").row().url("Site", "https://example.com");
  // Without a parse mode: GramIO sends entities.
  return context.send(format`${bold("Hello")}, ${context.from.firstName}!`, { reply_markup });
});
bot.callbackQuery("again", async (context) => {
  await context.answer("Once more");
  await context.editText("*Hello* again\\!", { parse_mode: "MarkdownV2" });
});
bot.command("menu", (context) =>
  context.send("What will it be?", { reply_markup: new Keyboard().text("Tea").text("Coffee") }),
);
bot.hears("Tea", (context) => context.send("One tea.", { reply_markup: new RemoveKeyboard() }));
bot.command("think", async (context) => {
  await context.sendChatAction("typing");
  await context.send("Thought.");
});
bot.command("report", (context) =>
  context.sendDocument(MediaUpload.text("All is well.\n", "report.txt"), {
    caption: "<i>Yours</i>",
    parse_mode: "HTML",
  }),
);
bot.command("album", (context) =>
  context.sendMediaGroup([
    MediaInput.photo(MediaUpload.buffer(onePixel, "one.png"), { caption: "Both" }),
    MediaInput.photo(MediaUpload.buffer(onePixel, "two.png")),
  ]),
);
bot.command("poll", (context) =>
  context.sendPoll({ question: "Tea or coffee?", options: [{ text: "Tea" }, { text: "Coffee" }], is_anonymous: false }),
);
bot.command("try", async (context) => {
  const outcome = await bot.api.sendMessage(JSON.parse(context.args)).then(() => "sent", told);
  await context.send(JSON.stringify(outcome));
});
bot.on("message", async (context) => {
  if (context.document) await context.send(received(context.document.fileName, await context.download()));
  if (context.photo) await context.send(received("a photo", await context.download()));
});
bot.on("poll_answer", (context) =>
  bot.api.sendMessage({ chat_id: context.user.id, text: `You chose option ${context.optionIds[0]}.` }),
);
bot.on("inline_query", (context) => {
  const content = InputMessageContent.text(`All about ${context.query}`);
  return context.answer([InlineQueryResult.article("1", `About ${context.query}`, content)], { cache_time: 0 });
});
bot.on("chat_member", (context) =>
  bot.api.sendMessage({ chat_id: context.chat.id, text: `Welcome, ${context.newChatMember.user.firstName}.` }),
);

function told(error) {
  if (!(error instanceof TelegramError)) return { error: error.name };
  const { code, message, payload, method } = error;
  return { error: "TelegramError", code, description: message, retryAfter: payload?.retry_after, method };
}

const received = (name, bytes) => `Got ${name}: ${createHash("sha256").update(new Uint8Array(bytes)).digest("hex")}`;
const onePixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

await bot.api.setMyCommands({ commands: [{ command: "start", description: "Say hello" }] });
const allowedUpdates = AllowedUpdatesFilter.default.add("chat_member");
if (url) {
  createServer(webhookHandler(bot, "http", WEBHOOK_SECRET)).listen(PORT, "127.0.0.1", () =>
    bot.start({ webhook: { url, secret_token: WEBHOOK_SECRET }, allowedUpdates }),
  );
} else {
  await bot.start({ allowedUpdates });
}
