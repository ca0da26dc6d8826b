import { createHmac } from "node:crypto";
import { CodedError } from "../errors.ts";

/** Telegram does not know the token: nothing can work until a person corrects it. */
export class TokenRefused extends CodedError {
  readonly code = "TOKEN_REFUSED";
  readonly hint = "Is TELEGRAM_TOKEN the one that @BotFather shows for this bot?";
  constructor(cause?: unknown) {
    super("Telegram refused the token.", { cause });
  }
}

/** A webhook secret that needs no keeping: only who knows the token can compute it. */
export const secretFor = (token: string) => createHmac("sha256", token).update("holdfast webhook").digest("hex");
