import { GrammyError } from "grammy";

/**
 * Telegram's way to say that a chat can no longer be reached. Its error codes do not tell this from a mistake in
 * the request, so the fixed texts of the server are listed (tdlib/telegram-bot-api, `Client.cpp`).
 */
const GONE = [
  "chat not found",
  "group chat was upgraded to a supergroup chat",
  "have no write access to the chat",
  "not enough rights to send text messages to the chat",
  "message thread not found",
  "message to be replied not found",
  "message to edit not found",
  "message can't be edited",
  "message is not modified",
];

const EXPIRED_BUTTON = "query is too old and response timeout expired or query ID is invalid";

/** A reply that Telegram refuses for good although the program did nothing wrong: blocked, kicked, gone. */
export function isRefusal(error: unknown): error is GrammyError {
  if (!(error instanceof GrammyError)) return false;
  return (
    error.error_code === 403 || (error.error_code === 400 && GONE.some((text) => error.description.includes(text)))
  );
}

export const isExpiredButton = (method: string, answer: { error_code?: number; description?: string }) =>
  (method === "answerCallbackQuery" || method === "answerInlineQuery") &&
  answer.error_code === 400 &&
  (answer.description ?? "").includes(EXPIRED_BUTTON);
