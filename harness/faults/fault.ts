import type { Arguments } from "../server/arguments.ts";
import type { Chance } from "./chance.ts";

/** What a call meets instead of Telegram's own answer. */
export type FaultAnswer =
  | { readonly status: number; readonly description: string /** In seconds. */; readonly retryAfter?: number }
  /** The call is done after so many ms, which `clock.advance` shortens. */
  | { readonly delayMs: number }
  | WordedAnswer;

export type WordedAnswer =
  /** The connection breaks and nothing was done. */
  | "cut-before"
  /** The connection breaks after the work was done: the bot cannot know. */
  | "cut-after"
  /** Nothing comes back, and nothing is done, until the fault is lifted or the caller hangs up. */
  | "hang"
  /** The work is done; headers and the first half of the answer arrive, then the connection ends. On a webhook: half of the update. */
  | "half"
  /** The work is done, and the answer, with status 200, is not JSON. */
  | "malformed"
  /** A poll: another copy of the bot polls, too. 409, as Telegram words it. */
  | "conflict"
  /** What a poll brings, or what a webhook has taken, comes once more under the same ids. Polls that bring nothing do not count. */
  | "twice"
  /** On a webhook: the update waits until one of another queue has been taken. */
  | "overtaken";

/** Which calls meet a trouble. */
export interface Meeting {
  /**
   * In any letter case; `*` means every method. `webhook` means what is no call of the bot: an update on its way to the
   * bot's webhook, whose fields then stand for the arguments.
   */
  readonly method: string;
  /** Only calls that name this chat. Default: any. */
  readonly chat?: number | { readonly id: number };
  /** Only calls of which this is true. Default: any. */
  readonly where?: (call: Arguments) => boolean;
}

export interface Fault extends Meeting {
  /** How many calls it meets, then it is gone. Default: 1; with `forMs` or `chance`, no limit. */
  readonly times?: number;
  /** For how long it stands, in ms of the server's clock. Default: until it has met its calls. */
  readonly forMs?: number;
  /** Meets only some of the calls. Default: every one. */
  readonly chance?: Chance;
  readonly answer: FaultAnswer;
}

export function fits({ method, chat, where }: Meeting, called: string, call: Arguments): boolean {
  const isMeant = method === "*" ? called !== "webhook" : method.toLowerCase() === called;
  if (!isMeant) return false;
  if (chat !== undefined && String(typeof chat === "number" ? chat : chat.id) !== call.text("chat_id")) return false;
  return where?.(call) ?? true;
}

/** @throws {TypeError} if such a thing cannot happen to such a call: a fault that never strikes would prove nothing. */
export function refuseImpossible({ method, answer }: Fault): void {
  if (typeof answer !== "string") return;
  const methods = onlyOn[answer];
  const name = method.toLowerCase();
  if (methods?.some((possible) => possible === name)) return;
  if (methods) throw new TypeError(`"${answer}" can only happen to ${methods.join(" and ")}, not to ${method}.`);
  if (name === "webhook" && answer === "malformed") throw new TypeError(`Telegram sends no webhook malformed updates.`);
}

const onlyOn: Partial<Record<WordedAnswer, readonly string[]>> = {
  conflict: ["getupdates"],
  twice: ["getupdates", "webhook"],
  overtaken: ["webhook"],
};
