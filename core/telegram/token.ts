import { createHmac } from "node:crypto";
import { GrammyError } from "grammy";
import { CodedError } from "../errors.ts";

/** Telegram does not know the token: nothing can work until a person corrects it. */
export class TokenRefused extends CodedError {
  readonly code = "TOKEN_REFUSED";
  readonly hint = "Is TELEGRAM_TOKEN the one that @BotFather shows for this bot?";
  constructor(cause?: unknown) {
    super("Telegram refused the token.", { cause });
  }
}

/** Telegram refuses what the bot asks for itself, such as the webhook or the menu. */
export class TelegramRefused extends CodedError {
  readonly code = "TELEGRAM_REFUSED";
  readonly hint: string;
  constructor(cause: GrammyError) {
    super(`Telegram refused ${cause.method}: ${cause.description}.`, { cause });
    const webhook = cause.method === "setWebhook";
    this.hint = webhook
      ? "WEBHOOK_URL must be an https address that Telegram can reach."
      : "Correct it and start again.";
  }
}

/** What a refusal of what the bot itself asks for means: a wrong token, or a request that is wrong in itself. */
export function refusalOf(error: unknown): unknown {
  if (!(error instanceof GrammyError)) return error;
  return error.error_code === 401 || error.error_code === 404 ? new TokenRefused(error) : new TelegramRefused(error);
}

/** A webhook secret that needs no keeping: only who knows the token can compute it. */
export const secretFor = (token: string) => createHmac("sha256", token).update("holdfast webhook").digest("hex");
