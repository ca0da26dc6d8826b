import type { ResponseParameters } from "@grammyjs/types";

/** A call that Telegram refuses, in Telegram's own words. Its status is the HTTP status too. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: number,
    readonly description: string,
    readonly parameters?: ResponseParameters,
  ) {
    super(description);
  }
}

/** @param reason keeps its case only if it is a server code such as `BUTTON_DATA_INVALID`, as at Telegram. */
export const badRequest = (reason: string) => new Refusal(400, `Bad Request: ${uncapitalised(reason)}`);

export const forbidden = (reason: string) => new Refusal(403, `Forbidden: ${uncapitalised(reason)}`);

export const conflict = (reason: string) => new Refusal(409, `Conflict: ${reason}`);

export const tooManyRequests = (seconds: number) =>
  new Refusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });

/** Something Telegram can do and this harness cannot yet. It fails the scenario, so that nobody trusts a guess. */
export class NotImitated extends Refusal {
  constructor(readonly feature: string) {
    super(501, `Not Implemented: the harness does not imitate ${feature} yet`);
  }
}

const uncapitalised = (text: string) => (/^.[_A-Z]/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));
