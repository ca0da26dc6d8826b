import type { InlineQueryResult } from "@grammyjs/types";
import type { BotProcess } from "../bots/bot-process.ts";
import { Pulse } from "../world/pulse.ts";
import type { BotControl, BotState } from "./bot-control.ts";
import type { ChatsEvent, ChatsSnapshot, ChatsView } from "./chats-view.ts";
import { discreet } from "./panels/discreet.ts";
import type { PanelEvent } from "./panels/panel-events.ts";
import type { Recording } from "./recording.ts";

/** What a page hears, in the order it happened. */
export type LiveEvent =
  | ({ readonly type: "snapshot"; readonly bot: BotState; readonly log: string } & ChatsSnapshot)
  | ChatsEvent
  /** The bot's answer to a press. */
  | {
      readonly type: "answer";
      readonly user: number;
      readonly chat: number;
      readonly text: string;
      readonly alert: boolean;
    }
  /** What the bot offers somebody who types `@bot query`. */
  | {
      readonly type: "offer";
      readonly user: number;
      readonly query: string;
      readonly results: readonly InlineQueryResult[];
    }
  | { readonly type: "bot"; readonly bot: BotState }
  | { readonly type: "log"; readonly text: string }
  /** What is being recorded has grown, begun or ended. */
  | { readonly type: "recording" }
  /** The bot has called a method: what is shown beside the chats may have changed. */
  | { readonly type: "called" }
  | PanelEvent;

/** Everything there is to see: as it is now, and then what changes. */
export class LiveView {
  readonly happened = new Pulse<LiveEvent>();
  private logSent = 0;

  constructor(
    private readonly chats: ChatsView,
    private readonly bot: BotProcess,
    private readonly control: BotControl,
    recording: Recording,
  ) {
    chats.happened.subscribe((event) => this.happened.beat(event));
    control.changed.subscribe(() => this.happened.beat({ type: "bot", bot: control.state }));
    recording.changed.subscribe(() => this.happened.beat({ type: "recording" }));
    for (const pulse of [bot.wrote, bot.account.hostEnded]) pulse.subscribe(() => this.tellLog());
    this.logSent = bot.output.lastIndexOf("\n") + 1;
    bot.account.activity.answered.subscribe((method) => {
      if (method !== "getupdates") this.happened.beat({ type: "called" });
    });
  }

  snapshot(): LiveEvent {
    const { bot, control, chats, logSent } = this;
    const log = bot.output.slice(0, logSent).trimEnd().split("\n").slice(-MOST_LINES).join("\n");
    return { type: "snapshot", bot: control.state, log: this.discreetly(log), ...chats.snapshot() };
  }

  /** Line by line, so that what nobody is to see is found whole. At the end of a process its last line may have none. */
  private tellLog(): void {
    const { output, running } = this.bot;
    const end = running ? output.lastIndexOf("\n") + 1 : output.length;
    const text = output.slice(this.logSent, end);
    if (text === "") return;
    this.logSent = end;
    this.happened.beat({ type: "log", text: this.discreetly(text.endsWith("\n") ? text : `${text}\n`) });
  }

  private discreetly(text: string): string {
    return discreet([this.bot.account])(text);
  }
}

const MOST_LINES = 400;
