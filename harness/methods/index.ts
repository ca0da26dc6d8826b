import { getMe } from "./get-me.ts";
import { getUpdates } from "./get-updates.ts";
import { sendChatAction } from "./send-chat-action.ts";
import { sendMessage } from "./send-message.ts";

/** The Bot API as far as the harness imitates it. What is missing answers 404 and fails the scenario by name. */
export const methods = {
  getMe,
  getUpdates,
  sendChatAction,
  sendMessage,
};
