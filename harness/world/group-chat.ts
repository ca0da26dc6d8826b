import type { Chat as ChatJson, Message, User } from "@grammyjs/types";
import { badRequest, forbidden, type Refusal } from "../server/refusal.ts";
import type { BotAccount } from "./bot-account.ts";
import { Chat } from "./chat.ts";
import { InviteLinks } from "./invite-links.ts";
import { Members } from "./members.ts";
import type { ServerClock } from "./server-clock.ts";
import { tellServiceMessage } from "./service-message.ts";
import { Topics } from "./topics.ts";

type GroupJson = ChatJson.SupergroupChat | ChatJson.ChannelChat;

/** A supergroup, possibly with topics, or a channel: chats that outlive any one bot's part in them. */
export class GroupChat extends Chat {
  readonly bots = new Set<BotAccount>();
  readonly members = new Members();
  readonly inviteLinks = new InviteLinks();
  readonly topics = new Topics();
  description = "";

  constructor(
    json: GroupJson,
    clock: ServerClock,
    /** Who made it. */
    readonly owner: User,
  ) {
    let latest = 0;
    super(json, clock, () => ++latest);
    this.members.set({ status: "creator", user: owner, is_anonymous: false });
  }

  override get json(): GroupJson {
    return super.json as GroupJson;
  }

  refusalFor(bot: BotAccount): Refusal | undefined {
    const chat = `the ${this.json.type} chat`;
    if (!this.bots.has(bot)) {
      return this.members.of(bot.user).status === "kicked"
        ? forbidden(`bot was kicked from ${chat}`)
        : forbidden(`bot is not a member of ${chat}`);
    }
    if (this.json.type === "channel") {
      return this.members.mayAdminister(bot.id, "can_post_messages")
        ? undefined
        : badRequest("need administrator rights in the channel chat");
    }
    return this.members.may(bot.id, "can_send_messages")
      ? undefined
      : badRequest("not enough rights to send text messages to the chat");
  }

  admit({ id, first_name }: User): void {
    if (!this.members.has(id)) throw new Error(`${first_name} is not in ${this.json.title}.`);
    if (!this.members.may(id, "can_send_messages"))
      throw new Error(`${first_name} may not write in ${this.json.title}.`);
  }

  /** Says in a topic what became of it. */
  tellTopic(by: User, thread: number, content: Partial<Message>): void {
    tellServiceMessage(this, by, content, thread);
  }

  setTitle(title: string): void {
    this.describe({ title });
  }

  override hasTopic(thread: number): boolean {
    return this.topics.has(thread);
  }
}
