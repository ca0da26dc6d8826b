import type { User } from "../people/user.ts";
import { type FakeTelegram, startTelegram, type TelegramOptions } from "../telegram.ts";
import type { BotAccount, BotOptions } from "../world/bot-account.ts";

/** What came back over HTTP, as it was. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly ok: boolean;
  readonly result?: unknown;
  readonly description?: string;
  readonly error_code?: number;
  readonly parameters?: unknown;
}

/** A bot played by hand, with one person who has written to it: for trying single methods. */
export interface BotByHand extends AsyncDisposable {
  readonly telegram: FakeTelegram;
  readonly bot: BotAccount;
  readonly alice: User;
  call(method: string, args?: object): Promise<RawAnswer>;
  /** The result, which must be one. */
  result<T = never>(method: string, args?: object): Promise<T>;
  /** A call as a form, with files: `{ photo: new File([bytes], "cat.png") }`. Objects travel as JSON. */
  upload(method: string, fields: Readonly<Record<string, unknown>>): Promise<RawAnswer>;
  /** The refusal, as "400 Bad Request: chat not found". */
  refusal(method: string, args?: object): Promise<string>;
}

export async function botByHand(
  options: Partial<BotOptions> = {},
  telegramOptions: TelegramOptions = {},
): Promise<BotByHand> {
  const telegram = await startTelegram(telegramOptions);
  const bot = telegram.bot({ username: "hand_bot", ...options });
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("hello");
  const call = (method: string, args: object = {}) =>
    post(method, { headers: { "content-type": "application/json" }, body: JSON.stringify(args) });
  const upload = (method: string, fields: Readonly<Record<string, unknown>>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) {
      if (value instanceof File) form.set(name, value);
      else form.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
    }
    return post(method, { body: form });
  };
  const post = async (method: string, init: RequestInit): Promise<RawAnswer> => {
    const response = await fetch(`${telegram.apiRoot}/bot${bot.token}/${method}`, { method: "POST", ...init });
    const body = (await response.json()) as Omit<RawAnswer, "status" | "headers">;
    return { status: response.status, headers: response.headers, ...body };
  };
  return {
    telegram,
    bot,
    alice,
    call,
    upload,
    async result(method, args) {
      const answer = await call(method, args);
      if (!answer.ok) throw new Error(answer.description);
      return answer.result as never;
    },
    async refusal(method, args) {
      const { ok, status, description } = await call(method, args);
      return ok ? "none" : `${status} ${description}`;
    },
    [Symbol.asyncDispose]: () => telegram[Symbol.asyncDispose](),
  };
}

/** Sends Alice a message; names it as the methods that change one want it named. */
export async function sent(hand: BotByHand, args: object = {}): Promise<{ chat_id: number; message_id: number }> {
  const chat_id = hand.alice.id;
  const { message_id }: { message_id: number } = await hand.result("sendMessage", { chat_id, text: "old", ...args });
  return { chat_id, message_id };
}

/** Resolves when the bot's next call has arrived, whatever becomes of it. */
export const callArrives = ({ activity }: BotAccount): Promise<string> => activity.called.next();
