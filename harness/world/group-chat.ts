import type { Chat as ChatJson, User } from "@grammyjs/types";
import { forbidden } from "../server/refusal.ts";
import type { BotAccount } from "./bot-account.ts";
import { Chat } from "./chat.ts";
import type { ServerClock } from "./server-clock.ts";

/** A supergroup, possibly with topics, or a channel: chats that outlive any one bot's part in them. */
export class GroupChat extends Chat {
  readonly bots = new Set<BotAccount>();
  readonly removed = new Set<BotAccount>();
  /** Ids of users. */
  readonly members = new Set<number>();
  private readonly topics = new Map<number, string>();

  constructor(json: ChatJson.SupergroupChat | ChatJson.ChannelChat, clock: ServerClock) {
    let latest = 0;
    super(json, clock, () => ++latest);
  }

  refusalFor(bot: BotAccount) {
    if (this.bots.has(bot)) return undefined;
    const chat = `the ${this.json.type} chat`;
    return this.removed.has(bot)
      ? forbidden(`bot was kicked from ${chat}`)
      : forbidden(`bot is not a member of ${chat}`);
  }

  admit({ id, first_name }: User): void {
    if (!this.members.has(id)) throw new Error(`${first_name} is not in ${this.json.title}.`);
  }

  addTopic(thread: number, name: string): void {
    this.topics.set(thread, name);
  }

  override hasTopic(thread: number): boolean {
    return this.topics.has(thread);
  }
}
