import type { Message } from "@grammyjs/types";
import { formatText } from "../text/formatted-text.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { GroupChat } from "../world/group-chat.ts";
import type { User } from "./user.ts";

/** A chat of several people and bots. People act in it with `{ in: group }`. */
export class Group {
  constructor(
    /** @internal */
    readonly chat: GroupChat,
    private readonly owner: User,
  ) {}

  get id(): number {
    return this.chat.id;
  }

  add(...members: readonly (User | BotAccount)[]): void {
    for (const member of members) {
      if ("token" in member) this.setBot(member, "left", "member");
      else this.chat.members.add(member.id);
    }
  }

  /** Throws a bot out: it can write here no more. */
  remove(bot: BotAccount): void {
    this.setBot(bot, "member", "kicked");
  }

  /**
   * Opens a topic of a forum.
   * @returns its id, for `{ topic }`.
   */
  topic(name: string): number {
    const message = this.chat.post({
      by: this.owner.id,
      from: this.owner.json,
      content: { forum_topic_created: { name, icon_color: 0x6fb9f0 } },
    });
    this.chat.addTopic(message.message_id, name);
    for (const bot of this.chat.bots) bot.tell("message", message);
    return message.message_id;
  }

  private setBot(bot: BotAccount, from: "left" | "member", to: "member" | "kicked"): void {
    if (to === "member") this.chat.bots.add(bot);
    else this.chat.bots.delete(bot);
    if (to === "kicked") this.chat.removed.add(bot);
    const { user } = bot;
    bot.tell("my_chat_member", {
      chat: this.chat.json,
      from: this.owner.json,
      date: this.chat.clock.unix,
      old_chat_member: { user, status: from },
      new_chat_member: to === "member" ? { user, status: to } : { user, status: to, until_date: 0 },
    });
  }
}

/** A channel: posts come from the channel itself, not from a person. */
export class Channel extends Group {
  post(given: string): Message {
    const { text, entities } = formatText({ text: given });
    const message = this.chat.post({
      by: this.chat.id,
      senderChat: this.chat.json,
      content: { text, ...(entities.length > 0 && { entities: [...entities] }) },
    });
    for (const bot of this.chat.bots) bot.tell("channel_post", message);
    return message;
  }
}
