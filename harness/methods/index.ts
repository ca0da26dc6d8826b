import { answerCallbackQuery } from "./answer-callback-query.ts";
import { answerInlineQuery } from "./answer-inline-query.ts";
import { deleteMessage } from "./delete-message.ts";
import { deleteMyCommands } from "./delete-my-commands.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { editMessageReplyMarkup } from "./edit-message-reply-markup.ts";
import { editMessageText } from "./edit-message-text.ts";
import { getFile } from "./get-file.ts";
import { getMe } from "./get-me.ts";
import { getMyCommands } from "./get-my-commands.ts";
import { getUpdates } from "./get-updates.ts";
import { getWebhookInfo } from "./get-webhook-info.ts";
import { sendChatAction } from "./send-chat-action.ts";
import { sendDocument } from "./send-document.ts";
import { sendMessage } from "./send-message.ts";
import { sendMessageDraft } from "./send-message-draft.ts";
import { setMyCommands } from "./set-my-commands.ts";
import { setWebhook } from "./set-webhook.ts";

/** The Bot API as far as the harness imitates it. What is missing answers 404 and fails the scenario by name. */
export const methods = {
  answerCallbackQuery,
  answerInlineQuery,
  deleteMessage,
  deleteMyCommands,
  deleteWebhook,
  editMessageReplyMarkup,
  editMessageText,
  getFile,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  sendChatAction,
  sendDocument,
  sendMessage,
  sendMessageDraft,
  setMyCommands,
  setWebhook,
};
