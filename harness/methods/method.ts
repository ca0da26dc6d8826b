import type { ApiMethods, Message, Opts } from "@grammyjs/types";
import type { Arguments } from "../server/arguments.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { World } from "../world/world.ts";

/** A Bot API method as Telegram carries it out. Throws a Refusal to answer with an error. */
export type BotApiMethod<Name extends keyof ApiMethods<unknown>> = (
  call: Arguments<keyof Opts<unknown>[Name] & string>,
  caller: Caller,
) => Answer<Result<Name>> | Promise<Answer<Result<Name>>>;

/** Who calls, and in which world. */
export interface Caller {
  readonly bot: BotAccount;
  readonly world: World;
}

/** A result that Telegram words, such as "Webhook was set". */
export class Described<T> {
  constructor(
    readonly result: T,
    readonly description: string,
  ) {}
}

type Answer<T> = T | Described<T>;
/** Any message will do for a message: what is in it is checked by running, against the description. */
type Result<Name extends keyof ApiMethods<unknown>> = Loosened<ReturnType<ApiMethods<unknown>[Name]>>;
type Loosened<T> = T extends { message_id: number; date: number } ? Message : T;
