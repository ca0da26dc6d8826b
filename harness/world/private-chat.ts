import type { Chat as ChatJson, User } from "@grammyjs/types";
import { forbidden } from "../server/refusal.ts";
import type { BotAccount } from "./bot-account.ts";
import { Chat } from "./chat.ts";
import type { ServerClock } from "./server-clock.ts";

/** A user's chat with one bot. The same user's chat with another bot has the same id and shares nothing else. */
export class PrivateChat extends Chat {
  /** The user has written: only then the bot can find this chat. */
  isOpen = false;
  isBlocked = false;
  readonly bots: readonly [BotAccount];

  constructor(
    private user: User,
    bot: BotAccount,
    clock: ServerClock,
    nextMessageId: () => number,
  ) {
    super(chatWith(user), clock, nextMessageId);
    this.bots = [bot];
  }

  /** Its person is shown in another way from now on. */
  describeUser(user: User): void {
    this.user = user;
    this.describe({ last_name: undefined, username: undefined, ...chatWith(user) });
  }

  refusalFor() {
    return this.isBlocked ? forbidden("bot was blocked by the user") : undefined;
  }

  admit({ first_name }: User): void {
    if (this.isBlocked) throw new Error(`${first_name} has blocked the bot, so there is nowhere to write.`);
    this.isOpen = true;
  }

  setBlocked(blocked: boolean): void {
    if (blocked === this.isBlocked) return;
    this.isBlocked = blocked;
    const [bot] = this.bots;
    const member = { user: bot.user, status: "member" } as const;
    const kicked = { user: bot.user, status: "kicked", until_date: 0 } as const;
    bot.tell("my_chat_member", {
      chat: this.json,
      from: this.user,
      date: this.clock.unix,
      old_chat_member: blocked ? member : kicked,
      new_chat_member: blocked ? kicked : member,
    });
  }
}

const chatWith = ({ id, first_name, last_name, username }: User): ChatJson => ({
  id,
  first_name,
  ...(last_name && { last_name }),
  ...(username && { username }),
  type: "private",
});
