import type { Cast } from "../control/cast.ts";
import type { Group } from "../people/group.ts";
import type { User } from "../people/user.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { Chat, ChatEvent } from "../world/chat.ts";
import { Pulse } from "../world/pulse.ts";
import {
  type Shown,
  type ShownChat,
  type ShownPerson,
  shownGroup,
  shownMessage,
  shownPerson,
  shownPrivateChat,
} from "./shown.ts";

/** What a page hears of people and chats, in the order it happened. */
export type ChatsEvent =
  | { readonly type: "people"; readonly people: readonly ShownPerson[] }
  /** A chat is new or has changed; a new one comes with what was said in it. */
  | { readonly type: "chat"; readonly chat: ShownChat; readonly messages?: readonly Shown[] }
  | { readonly type: "gone"; readonly chat: number }
  | { readonly type: "message"; readonly chat: number; readonly shown: Shown }
  | { readonly type: "delete"; readonly chat: number; readonly id: number }
  | Doing;

export type Doing =
  | { readonly type: "action"; readonly chat: number; readonly by: number; readonly action: string }
  | { readonly type: "draft"; readonly chat: number; readonly by: number; readonly text: string };

/** People and chats as they are now. */
export interface ChatsSnapshot {
  readonly botId: number;
  readonly people: readonly ShownPerson[];
  readonly chats: readonly { readonly chat: ShownChat; readonly messages: readonly Shown[] }[];
  /** What the bot is doing at the moment: that it types, or what it has written so far. */
  readonly doing: readonly Doing[];
}

/** The chats of everybody in the cast: as they are, and then what changes. Who or what joins the cast is noticed. */
export class ChatsView {
  readonly happened = new Pulse<ChatsEvent>();
  /** By chat: how it was last told, and what ends the watch. */
  private readonly watched = new Map<Chat, { told: string; readonly end: () => void }>();
  private peopleTold = "";
  private isLooking = false;

  constructor(
    private readonly cast: Cast,
    private readonly bot: BotAccount,
  ) {
    this.look();
    cast.telegram.deeds.subscribe(() => this.lookSoon());
    bot.activity.answered.subscribe((method) => method !== "getupdates" && this.lookSoon());
  }

  snapshot(): ChatsSnapshot {
    this.look();
    const chats = this.chats().map(([chat, shown]) => ({ chat: shown(), messages: this.messagesOf(chat) }));
    const doing = this.chats().flatMap(([chat]) => this.doingIn(chat) ?? []);
    return { botId: this.bot.id, people: this.people(), chats, doing };
  }

  /** Something may have changed; many such things are looked at at once. */
  lookSoon(): void {
    if (this.isLooking) return;
    this.isLooking = true;
    setImmediate(() => this.look());
  }

  private look(): void {
    this.isLooking = false;
    const people = this.people();
    const told = JSON.stringify(people);
    if (told !== this.peopleTold) this.happened.beat({ type: "people", people });
    this.peopleTold = told;
    const chats = new Map(this.chats());
    for (const [chat, { end }] of this.watched) {
      if (chats.has(chat)) continue;
      end();
      this.watched.delete(chat);
      this.happened.beat({ type: "gone", chat: chat.id });
    }
    for (const [chat, shown] of chats) this.lookAt(chat, shown());
  }

  private lookAt(chat: Chat, shown: ShownChat): void {
    const known = this.watched.get(chat);
    const told = JSON.stringify(shown);
    if (known?.told === told) return;
    if (known) known.told = told;
    else this.watched.set(chat, { told, end: chat.changed.subscribe((event) => this.tell(chat, event)) });
    this.happened.beat({ type: "chat", chat: shown, ...(!known && { messages: this.messagesOf(chat) }) });
  }

  private tell(chat: Chat, event: ChatEvent): void {
    const { id } = chat;
    if (event.kind === "action") this.happened.beat({ type: "action", chat: id, by: event.by, action: event.action });
    else if (event.kind === "draft") this.happened.beat({ type: "draft", chat: id, by: event.by, text: event.text });
    else if (event.kind === "delete") this.happened.beat({ type: "delete", chat: id, id: event.message.message_id });
    else {
      const posted = chat.find(event.message.message_id);
      if (posted)
        this.happened.beat({
          type: "message",
          chat: id,
          shown: shownMessage(chat, posted, this.cast.telegram.world.polls),
        });
    }
  }

  private doingIn(chat: Chat): Doing | undefined {
    const { id: by } = this.bot;
    const draft = chat.drafts.of(by);
    if (draft) return { type: "draft", chat: chat.id, by, text: draft.text };
    for (let place = chat.events.length - 1; place >= chat.events.first; place--) {
      const event = chat.events.at(place);
      if (!event || event.at <= chat.clock.now - ACTION_LASTS_MS) return undefined;
      if (event.by !== by) continue;
      return event.kind === "action" ? { type: "action", chat: chat.id, by, action: event.action } : undefined;
    }
    return undefined;
  }

  private people(): ShownPerson[] {
    return [...this.cast.users.values()].map(shownPerson);
  }

  private chats(): [Chat, () => ShownChat][] {
    const ofUser = (user: User): [Chat, () => ShownChat] => [
      user.chat(this.bot),
      () => shownPrivateChat(user, this.bot),
    ];
    const ofGroup = (group: Group): [Chat, () => ShownChat] => [
      group.chat,
      () => shownGroup(group, this.cast.users.values(), this.bot),
    ];
    return [...[...this.cast.users.values()].map(ofUser), ...[...new Set(this.cast.groups.values())].map(ofGroup)];
  }

  private messagesOf(chat: Chat): Shown[] {
    const { polls } = this.cast.telegram.world;
    return [...chat.visible()].reverse().map((posted) => shownMessage(chat, posted, polls));
  }
}

/** Unless it is repeated. @see https://core.telegram.org/bots/api#sendchataction */
const ACTION_LASTS_MS = 5_000;
