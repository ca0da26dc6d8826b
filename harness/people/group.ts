import type { ChatMember, Message, User as UserJson } from "@grammyjs/types";
import { formatText } from "../text/formatted-text.ts";
import { administrator, rightNames } from "../world/administrator.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { GroupChat } from "../world/group-chat.ts";
import type { Right } from "../world/members.ts";
import { changeMembership } from "../world/membership.ts";
import { openTopic } from "../world/open-topic.ts";
import type { User } from "./user.ts";

type Somebody = User | BotAccount;

/** A chat of several people and bots. People act in it with `{ in: group }`; what is done here, its owner does. */
export class Group {
  constructor(
    /** @internal */
    readonly chat: GroupChat,
    protected readonly owner: User,
  ) {}

  get id(): number {
    return this.chat.id;
  }

  /** @internal Those who were there from the beginning: nothing says that they came. */
  begin(...members: readonly Somebody[]): void {
    for (const member of members) {
      const next = this.newcomer(jsonOf(member));
      if (!("token" in member)) {
        this.chat.members.set(next);
        continue;
      }
      this.chat.bots.add(member);
      member.tell("my_chat_member", {
        chat: this.chat.json,
        from: this.owner.json,
        date: this.chat.clock.unix,
        old_chat_member: this.chat.members.of(member.user),
        new_chat_member: next,
      });
      this.chat.members.set(next);
    }
  }

  add(...members: readonly Somebody[]): void {
    this.did("add", members);
    for (const member of members) this.change(this.newcomer(jsonOf(member)));
  }

  /** Throws somebody out: they can come back only when they are let in again. */
  remove(member: Somebody): void {
    this.did("remove", [member]);
    this.change({ status: "kicked", user: jsonOf(member), until_date: 0 });
  }

  /** Makes an administrator, with these rights; by default with all. Without any: a plain member again. */
  promote(member: Somebody, rights: readonly Right[] = rightNames): void {
    this.did("promote", [member, rights === rightNames ? undefined : rights]);
    const user = jsonOf(member);
    this.change(rights.length > 0 ? administrator(user, rights) : { status: "member", user });
  }

  /**
   * Opens a topic of a forum.
   * @returns its id, for `{ topic }`.
   */
  topic(name: string): number {
    this.did("topic", [name]);
    return openTopic(this.chat, this.owner.json, { name }).message_thread_id;
  }

  /** What somebody who comes in is there. */
  protected newcomer(user: UserJson): ChatMember {
    return { status: "member", user };
  }

  /** Tells whoever writes down what is done here. */
  protected did(what: string, given: readonly unknown[], result?: Message): void {
    this.owner.world.deeds.beat({ who: this, what, given, ...(result && { result }) });
  }

  private change(next: ChatMember): void {
    changeMembership({ chat: this.chat, world: this.owner.world, by: this.owner.json, next });
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
    this.did("post", [given], message);
    return message;
  }

  /** A bot is an administrator there, or is not there at all. */
  protected override newcomer(user: UserJson): ChatMember {
    return user.is_bot ? administrator(user, rightNames) : { status: "member", user };
  }
}

const jsonOf = (member: Somebody): UserJson => ("token" in member ? member.user : member.json);
