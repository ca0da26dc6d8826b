import { answerCallbackQuery } from "./answer-callback-query.ts";
import { answerInlineQuery } from "./answer-inline-query.ts";
import { copyMessage } from "./copy-message.ts";
import { copyMessages } from "./copy-messages.ts";
import { deleteMessage } from "./delete-message.ts";
import { deleteMessages } from "./delete-messages.ts";
import { deleteMyCommands } from "./delete-my-commands.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { editMessageCaption } from "./edit-message-caption.ts";
import { editMessageMedia } from "./edit-message-media.ts";
import { editMessageReplyMarkup } from "./edit-message-reply-markup.ts";
import { editMessageText } from "./edit-message-text.ts";
import { forwardMessage } from "./forward-message.ts";
import { forwardMessages } from "./forward-messages.ts";
import { getFile } from "./get-file.ts";
import { getMe } from "./get-me.ts";
import { getMyCommands } from "./get-my-commands.ts";
import { getUpdates } from "./get-updates.ts";
import { getWebhookInfo } from "./get-webhook-info.ts";
import { pinChatMessage } from "./pin-chat-message.ts";
import { sendAnimation } from "./send-animation.ts";
import { sendAudio } from "./send-audio.ts";
import { sendChatAction } from "./send-chat-action.ts";
import { sendContact } from "./send-contact.ts";
import { sendDice } from "./send-dice.ts";
import { sendDocument } from "./send-document.ts";
import { sendLocation } from "./send-location.ts";
import { sendMediaGroup } from "./send-media-group.ts";
import { sendMessage } from "./send-message.ts";
import { sendMessageDraft } from "./send-message-draft.ts";
import { sendPhoto } from "./send-photo.ts";
import { sendPoll } from "./send-poll.ts";
import { sendSticker } from "./send-sticker.ts";
import { sendVenue } from "./send-venue.ts";
import { sendVideo } from "./send-video.ts";
import { sendVideoNote } from "./send-video-note.ts";
import { sendVoice } from "./send-voice.ts";
import { setMessageReaction } from "./set-message-reaction.ts";
import { setMyCommands } from "./set-my-commands.ts";
import { setWebhook } from "./set-webhook.ts";
import { stopPoll } from "./stop-poll.ts";
import { unpinAllChatMessages } from "./unpin-all-chat-messages.ts";
import { unpinChatMessage } from "./unpin-chat-message.ts";

/** The Bot API as far as the harness keeps its state; the rest is `validated`. */
export const methods = {
  answerCallbackQuery,
  answerInlineQuery,
  copyMessage,
  copyMessages,
  deleteMessage,
  deleteMessages,
  deleteMyCommands,
  deleteWebhook,
  editMessageCaption,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  forwardMessage,
  forwardMessages,
  getFile,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  pinChatMessage,
  sendAnimation,
  sendAudio,
  sendChatAction,
  sendContact,
  sendDice,
  sendDocument,
  sendLocation,
  sendMediaGroup,
  sendMessage,
  sendMessageDraft,
  sendPhoto,
  sendPoll,
  sendSticker,
  sendVenue,
  sendVideo,
  sendVideoNote,
  sendVoice,
  setMessageReaction,
  setMyCommands,
  setWebhook,
  stopPoll,
  unpinAllChatMessages,
  unpinChatMessage,
};
