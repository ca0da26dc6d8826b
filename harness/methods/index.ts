import { answerCallbackQuery } from "./answer-callback-query.ts";
import { answerInlineQuery } from "./answer-inline-query.ts";
import { approveChatJoinRequest } from "./approve-chat-join-request.ts";
import { banChatMember } from "./ban-chat-member.ts";
import { closeForumTopic } from "./close-forum-topic.ts";
import { closeGeneralForumTopic } from "./close-general-forum-topic.ts";
import { copyMessage } from "./copy-message.ts";
import { copyMessages } from "./copy-messages.ts";
import { createChatInviteLink } from "./create-chat-invite-link.ts";
import { createForumTopic } from "./create-forum-topic.ts";
import { declineChatJoinRequest } from "./decline-chat-join-request.ts";
import { deleteChatPhoto } from "./delete-chat-photo.ts";
import { deleteChatStickerSet } from "./delete-chat-sticker-set.ts";
import { deleteForumTopic } from "./delete-forum-topic.ts";
import { deleteMessage } from "./delete-message.ts";
import { deleteMessages } from "./delete-messages.ts";
import { deleteMyCommands } from "./delete-my-commands.ts";
import { deleteWebhook } from "./delete-webhook.ts";
import { editChatInviteLink } from "./edit-chat-invite-link.ts";
import { editForumTopic } from "./edit-forum-topic.ts";
import { editGeneralForumTopic } from "./edit-general-forum-topic.ts";
import { editMessageCaption } from "./edit-message-caption.ts";
import { editMessageLiveLocation } from "./edit-message-live-location.ts";
import { editMessageMedia } from "./edit-message-media.ts";
import { editMessageReplyMarkup } from "./edit-message-reply-markup.ts";
import { editMessageText } from "./edit-message-text.ts";
import { exportChatInviteLink } from "./export-chat-invite-link.ts";
import { forwardMessage } from "./forward-message.ts";
import { forwardMessages } from "./forward-messages.ts";
import { getChat } from "./get-chat.ts";
import { getChatAdministrators } from "./get-chat-administrators.ts";
import { getChatMember } from "./get-chat-member.ts";
import { getChatMemberCount } from "./get-chat-member-count.ts";
import { getChatMenuButton } from "./get-chat-menu-button.ts";
import { getFile } from "./get-file.ts";
import { getMe } from "./get-me.ts";
import { getMyCommands } from "./get-my-commands.ts";
import { getMyDefaultAdministratorRights } from "./get-my-default-administrator-rights.ts";
import { getMyDescription } from "./get-my-description.ts";
import { getMyName } from "./get-my-name.ts";
import { getMyShortDescription } from "./get-my-short-description.ts";
import { getUpdates } from "./get-updates.ts";
import { getUserProfilePhotos } from "./get-user-profile-photos.ts";
import { getWebhookInfo } from "./get-webhook-info.ts";
import { hideGeneralForumTopic } from "./hide-general-forum-topic.ts";
import { leaveChat } from "./leave-chat.ts";
import { pinChatMessage } from "./pin-chat-message.ts";
import { promoteChatMember } from "./promote-chat-member.ts";
import { removeMyProfilePhoto } from "./remove-my-profile-photo.ts";
import { reopenForumTopic } from "./reopen-forum-topic.ts";
import { reopenGeneralForumTopic } from "./reopen-general-forum-topic.ts";
import { restrictChatMember } from "./restrict-chat-member.ts";
import { revokeChatInviteLink } from "./revoke-chat-invite-link.ts";
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
import { setChatAdministratorCustomTitle } from "./set-chat-administrator-custom-title.ts";
import { setChatDescription } from "./set-chat-description.ts";
import { setChatMenuButton } from "./set-chat-menu-button.ts";
import { setChatPermissions } from "./set-chat-permissions.ts";
import { setChatPhoto } from "./set-chat-photo.ts";
import { setChatStickerSet } from "./set-chat-sticker-set.ts";
import { setChatTitle } from "./set-chat-title.ts";
import { setMessageReaction } from "./set-message-reaction.ts";
import { setMyCommands } from "./set-my-commands.ts";
import { setMyDefaultAdministratorRights } from "./set-my-default-administrator-rights.ts";
import { setMyDescription } from "./set-my-description.ts";
import { setMyName } from "./set-my-name.ts";
import { setMyProfilePhoto } from "./set-my-profile-photo.ts";
import { setMyShortDescription } from "./set-my-short-description.ts";
import { setWebhook } from "./set-webhook.ts";
import { stopMessageLiveLocation } from "./stop-message-live-location.ts";
import { stopPoll } from "./stop-poll.ts";
import { unbanChatMember } from "./unban-chat-member.ts";
import { unhideGeneralForumTopic } from "./unhide-general-forum-topic.ts";
import { unpinAllChatMessages } from "./unpin-all-chat-messages.ts";
import { unpinAllForumTopicMessages } from "./unpin-all-forum-topic-messages.ts";
import { unpinAllGeneralForumTopicMessages } from "./unpin-all-general-forum-topic-messages.ts";
import { unpinChatMessage } from "./unpin-chat-message.ts";

/** The Bot API as far as the harness keeps its state; the rest is `validated`. */
export const methods = {
  answerCallbackQuery,
  answerInlineQuery,
  approveChatJoinRequest,
  banChatMember,
  closeForumTopic,
  closeGeneralForumTopic,
  copyMessage,
  copyMessages,
  createChatInviteLink,
  createForumTopic,
  declineChatJoinRequest,
  deleteChatPhoto,
  deleteChatStickerSet,
  deleteForumTopic,
  deleteMessage,
  deleteMessages,
  deleteMyCommands,
  deleteWebhook,
  editChatInviteLink,
  editForumTopic,
  editGeneralForumTopic,
  editMessageCaption,
  editMessageLiveLocation,
  editMessageMedia,
  editMessageReplyMarkup,
  editMessageText,
  exportChatInviteLink,
  forwardMessage,
  forwardMessages,
  getChat,
  getChatAdministrators,
  getChatMember,
  getChatMemberCount,
  getChatMenuButton,
  getFile,
  getMe,
  getMyCommands,
  getMyDefaultAdministratorRights,
  getMyDescription,
  getMyName,
  getMyShortDescription,
  getUpdates,
  getUserProfilePhotos,
  getWebhookInfo,
  hideGeneralForumTopic,
  leaveChat,
  pinChatMessage,
  promoteChatMember,
  removeMyProfilePhoto,
  reopenForumTopic,
  reopenGeneralForumTopic,
  restrictChatMember,
  revokeChatInviteLink,
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
  setChatAdministratorCustomTitle,
  setChatDescription,
  setChatMenuButton,
  setChatPermissions,
  setChatPhoto,
  setChatStickerSet,
  setChatTitle,
  setMessageReaction,
  setMyCommands,
  setMyDefaultAdministratorRights,
  setMyDescription,
  setMyName,
  setMyProfilePhoto,
  setMyShortDescription,
  setWebhook,
  stopMessageLiveLocation,
  stopPoll,
  unbanChatMember,
  unhideGeneralForumTopic,
  unpinAllChatMessages,
  unpinAllForumTopicMessages,
  unpinAllGeneralForumTopicMessages,
  unpinChatMessage,
};
