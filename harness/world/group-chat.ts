import type { Chat as ChatJson, Message, User } from "@grammyjs/types";
import { badRequest, forbidden, Refusal } from "../server/refusal.ts";
import type { BotAccount } from "./bot-account.ts";
import { Chat } from "./chat.ts";
import { InviteLinks } from "./invite-links.ts";
import { everythingBut, Members } from "./members.ts";
import { MessageIds, nextInAll } from "./message-ids.ts";
import type { Picture } from "./picture.ts";
import type { ServerClock } from "./server-clock.ts";
import { tellServiceMessage } from "./service-message.ts";
import { Topics } from "./topics.ts";

type GroupJson = ChatJson.GroupChat | ChatJson.SupergroupChat | ChatJson.ChannelChat;

/** A basic group, a supergroup, possibly with topics, or a channel: chats that outlive any one bot's part in them. */
export class GroupChat extends Chat {
  readonly bots: Set<BotAccount>;
  readonly members = new Members();
  readonly inviteLinks = new InviteLinks();
  readonly topics = new Topics();
  description = "";
  picture: Picture | undefined;
  stickerSet = "";
  /** The supergroup that it has become. */
  migratedTo: GroupChat | undefined;
  /** The basic group that it was. */
  migratedFrom: GroupChat | undefined;

  constructor(
    json: GroupJson,
    clock: ServerClock,
    /** Who made it. */
    readonly owner: User,
  ) {
    const bots = new Set<BotAccount>();
    const own = new MessageIds();
    const ofBots = () => [...bots].map(({ messageIds }) => messageIds);
    super(json, clock, () => (json.type === "group" ? nextInAll([own, ...ofBots()]) : own.next()));
    this.bots = bots;
    if (json.type === "group") this.members.permissions = everythingBut("can_manage_topics");
    this.members.set({ status: "creator", user: owner, is_anonymous: false });
  }

  override get json(): GroupJson {
    const json = super.json as GroupJson;
    return json.type === "group" ? { ...json, ...this.basicFacts } : json;
  }

  refusalFor(bot: BotAccount): Refusal | undefined {
    if (this.migratedTo) {
      const reason = "Bad Request: group chat was upgraded to a supergroup chat";
      return new Refusal(400, reason, { migrate_to_chat_id: this.migratedTo.id });
    }
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

  admit({ id, first_name }: User, thread?: number): void {
    if (!this.members.has(id)) throw new Error(`${first_name} is not in ${this.json.title}.`);
    if (!this.members.may(id, "can_send_messages"))
      throw new Error(`${first_name} may not write in ${this.json.title}.`);
    const topic = thread === undefined ? this.topics.general : this.topics.find(thread);
    const mayManage = () => this.members.mayAdminister(id, "can_manage_topics");
    if (topic?.isClosed && topic.by !== id && !mayManage()) {
      throw new Error(`${first_name} can't write in ${topic.name} of ${this.json.title}: the topic is closed.`);
    }
  }

  /** Says in a topic what became of it. */
  tellTopic(by: User, thread: number, content: Partial<Message>): void {
    tellServiceMessage(this, by, content, thread);
  }

  setTitle(title: string): void {
    this.describe({ title });
  }

  /** Begins as the chat that it was: with everybody, and all that they may do. */
  takeOver(old: GroupChat): void {
    this.members.takeOver(old.members);
    this.description = old.description;
    this.picture = old.picture;
    this.migratedFrom = old;
  }

  override hasTopic(thread: number): boolean {
    return this.topics.has(thread);
  }

  /** What the server says of basic groups alone, and the documentation does not. */
  private get basicFacts(): object {
    const { permissions } = this.members;
    return {
      all_members_are_administrators: memberRights.every((name) => permissions[name] === true),
      accepted_gift_types: noGifts,
    };
  }
}

/** With all of these, a basic group counts its members as administrators. */
const memberRights = ["can_send_messages", "can_change_info", "can_invite_users", "can_pin_messages"] as const;

export const noGifts = {
  unlimited_gifts: false,
  limited_gifts: false,
  unique_gifts: false,
  premium_subscription: false,
  gifts_from_channels: false,
};
