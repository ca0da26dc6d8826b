import type { ChatMember, Message, User as UserJson } from "@grammyjs/types";
import { formatText } from "../text/formatted-text.ts";
import { administrator, basicGroupRights, rightNames } from "../world/administrator.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { GroupChat } from "../world/group-chat.ts";
import type { Right } from "../world/members.ts";
import { changeMembership, removed } from "../world/membership.ts";
import { migrate } from "../world/migrate.ts";
import { openTopic } from "../world/open-topic.ts";
import type { User } from "./user.ts";

type Somebody = User | BotAccount;

/** A chat of several people and bots. People act in it with `{ in: group }`; what is done here, its owner does. */
export class Group {
  private current: GroupChat;

  constructor(
    chat: GroupChat,
    protected readonly owner: User,
  ) {
    this.current = chat;
  }

  /** @internal */
  get chat(): GroupChat {
    return this.current;
  }

  /** Another one after {@link Group.migrate}. */
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

  /** @internal A member brings somebody in. */
  addBy(user: User, member: Somebody): void {
    const { chat } = this;
    chat.admit(user.json);
    changeMembership({ chat, world: this.owner.world, by: user.json, next: this.newcomer(jsonOf(member)) });
  }

  /** Throws somebody out: they can come back only when they are let in again, but for a person in a basic group. */
  remove(member: Somebody): void {
    this.did("remove", [member]);
    this.change(removed(this.chat, jsonOf(member)));
  }

  /**
   * Makes an administrator, with these rights; by default with all. Without any: a plain member again.
   * @throws in a basic group, where all administrators have the same.
   */
  promote(member: Somebody, rights?: readonly Right[]): void {
    const isBasic = this.chat.json.type === "group";
    if (isBasic && rights && rights.length > 0) {
      throw new Error(`All administrators of ${this.chat.json.title} have the same rights: call migrate() first.`);
    }
    this.did("promote", [member, rights]);
    const user = jsonOf(member);
    const given = rights ?? (isBasic ? basicGroupRights : rightNames);
    this.change(given.length > 0 ? administrator(user, given) : { status: "member", user });
  }

  /**
   * Makes a supergroup of a basic group, with the same people in it and another id; Telegram does so when it is given what
   * only a supergroup has. From now on `{ in: group }` means the supergroup.
   * @throws if it is none.
   */
  migrate(): void {
    if (this.chat.json.type !== "group") throw new Error(`${this.chat.json.title} is no basic group.`);
    this.current = migrate(this.chat, this.owner.json, this.owner.world);
    this.did("migrate", []);
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
  post(text: string): Message {
    const { chat } = this;
    const message = chat.post({ by: chat.id, senderChat: chat.json, content: textContent(text) });
    for (const bot of chat.bots) bot.tell("channel_post", message);
    this.did("post", [text], message);
    return message;
  }

  /** Changes the text of a post, whoever of the channel wrote it. */
  edit({ message_id }: Pick<Message, "message_id">, text: string): Message {
    const { chat } = this;
    const posted = chat.find(message_id);
    if (posted?.message.text === undefined) throw new Error(`${chat.json.title} has no text ${message_id} to edit.`);
    const edited = chat.edit(posted, textContent(text), posted.message.reply_markup);
    for (const bot of chat.bots) bot.tell("edited_channel_post", edited);
    this.did("edit", [posted.message, text], edited);
    return edited;
  }

  /** A bot is an administrator there, or is not there at all. */
  protected override newcomer(user: UserJson): ChatMember {
    return user.is_bot ? administrator(user, rightNames) : { status: "member", user };
  }
}

function textContent(given: string): Partial<Message> {
  const { text, entities } = formatText({ text: given });
  return { text, ...(entities.length > 0 && { entities: [...entities] }) };
}

const jsonOf = (member: Somebody): UserJson => ("token" in member ? member.user : member.json);
