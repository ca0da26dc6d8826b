import type { BotCommand, Message } from "@grammyjs/types";
import type { BotProcess } from "../bots/bot-process.ts";
import type { User } from "../people/user.ts";
import type { ChatEvent, Posted } from "../world/chat.ts";
import { Pulse } from "../world/pulse.ts";
import type { BotControl, BotState } from "./bot-control.ts";
import { menuOf } from "./menu-of.ts";
import type { Recording } from "./recording.ts";

/** What a page hears, in the order it happened. */
export type LiveEvent =
  | { readonly type: "snapshot"; readonly bot: BotState; readonly people: readonly Person[]; readonly log: string }
  | { readonly type: "bot"; readonly bot: BotState }
  | { readonly type: "message"; readonly user: number; readonly shown: Shown }
  | { readonly type: "delete"; readonly user: number; readonly id: number }
  | { readonly type: "action"; readonly user: number; readonly action: string }
  | { readonly type: "draft"; readonly user: number; readonly text: string }
  | { readonly type: "answer"; readonly user: number; readonly text: string; readonly alert: boolean }
  | { readonly type: "menu"; readonly user: number; readonly menu: readonly BotCommand[] }
  | { readonly type: "log"; readonly text: string }
  /** What is being recorded has grown, begun or ended. */
  | { readonly type: "recording" }
  /** The bot has called a method: what is shown beside the chats may have changed. */
  | { readonly type: "called" };

/** A message as a page shows it. */
export interface Shown {
  readonly mine: boolean;
  readonly message: Message;
  /** What it put in place of the user's keyboard. */
  readonly keyboard?: Posted["keyboard"];
}

interface Person {
  readonly id: number;
  readonly name: string;
  readonly messages: readonly Shown[];
  readonly menu: readonly BotCommand[];
}

/** Everything there is to see: as it is now, and then what changes. */
export class LiveView {
  readonly happened = new Pulse<LiveEvent>();
  private logSent = 0;

  constructor(
    private readonly users: readonly User[],
    private readonly bot: BotProcess,
    private readonly control: BotControl,
    recording: Recording,
  ) {
    for (const user of users) user.chat(bot.account).changed.subscribe((event) => this.tellChat(user, event));
    control.changed.subscribe(() => this.happened.beat({ type: "bot", bot: control.state }));
    recording.changed.subscribe(() => this.happened.beat({ type: "recording" }));
    bot.wrote.subscribe(() => this.tellLog());
    bot.account.activity.answered.subscribe((method) => this.tellCall(method));
  }

  snapshot(): LiveEvent {
    const people = this.users.map((user) => ({
      id: user.id,
      name: user.firstName,
      messages: [...user.chat(this.bot.account).visible()].reverse().map((posted) => shownTo(user, posted)),
      menu: menuOf(this.bot.account, user.json),
    }));
    return { type: "snapshot", bot: this.control.state, people, log: this.bot.tail(400).join("\n") };
  }

  private tellChat(person: User, event: ChatEvent): void {
    const user = person.id;
    if (event.kind === "action") this.happened.beat({ type: "action", user, action: event.action });
    else if (event.kind === "draft") this.happened.beat({ type: "draft", user, text: event.text });
    else if (event.kind === "delete") this.happened.beat({ type: "delete", user, id: event.message.message_id });
    else {
      const posted = person.chat(this.bot.account).find(event.message.message_id);
      if (posted) this.happened.beat({ type: "message", user, shown: shownTo(person, posted) });
    }
  }

  private tellLog(): void {
    const { output } = this.bot;
    const text = output.slice(this.logSent);
    this.logSent = output.length;
    this.happened.beat({ type: "log", text });
  }

  private tellCall(method: string): void {
    if (method === "getupdates") return;
    this.happened.beat({ type: "called" });
    if (!method.endsWith("mycommands")) return;
    for (const user of this.users) {
      this.happened.beat({ type: "menu", user: user.id, menu: menuOf(this.bot.account, user.json) });
    }
  }
}

const shownTo = ({ id }: User, { message, by, keyboard }: Posted): Shown => ({
  mine: by === id,
  message,
  ...(keyboard && { keyboard }),
});
