import type { Arguments } from "../server/arguments.ts";
import type { Refusal } from "../server/refusal.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { Chat, ChatEvent } from "../world/chat.ts";
import { Canaries } from "./canaries.ts";
import { isExpected } from "./expected-refusals.ts";
import { SaidTwice } from "./said-twice.ts";
import { isAnswer, Unanswered } from "./unanswered.ts";

/** What is watched in every run. */
export const oracleNames = [
  "isolation",
  "unanswered",
  "said twice",
  "refused",
  "unknown method",
  "not imitated",
  "harness failed",
  "token in output",
  "restart loop",
  "not scripted",
] as const;

export type OracleName = (typeof oracleNames)[number];

/** Something that must not happen in any run, whatever the scenario was about. */
export interface Problem {
  readonly oracle: OracleName;
  readonly what: string;
}

interface Refused {
  readonly method: string;
  readonly call: Arguments;
  readonly refusal: Refusal;
}

/** Watch every run. What they find fails the scenario at its end. */
export class Oracles {
  readonly canaries = new Canaries();
  /** @internal */
  readonly unanswered = new Unanswered();
  /** @internal */
  readonly saidTwice = new SaidTwice();
  private readonly found = new Map<string, Problem>();
  private readonly lateChecks: (() => Iterable<Problem>)[] = [() => this.unanswered.problems()];
  private readonly switchedOff = new Set<OracleName>();
  private readonly allowed: (string | RegExp)[] = [];

  /** What these find, and have found, does not count in this run. */
  off(...names: readonly OracleName[]): void {
    for (const name of names) this.switchedOff.add(name);
  }

  isOn(name: OracleName): boolean {
    return !this.switchedOff.has(name);
  }

  /** Refusals with this in their description are what the scenario is about. */
  allowRefusal(description: string | RegExp): void {
    this.allowed.push(description);
  }

  report(problem: Problem): void {
    this.found.set(`${problem.oracle}: ${problem.what}`, problem);
  }

  /** Asked only for the verdict. */
  checkAtEnd(check: () => Iterable<Problem>): void {
    this.lateChecks.push(check);
  }

  problems(): readonly Problem[] {
    const late = this.lateChecks.flatMap((check) => [...check()]);
    return [...this.found.values(), ...late].filter(({ oracle }) => this.isOn(oracle));
  }

  /** @internal a bot said this where only one person hears it, such as in an answer to a press. */
  sent(bot: string, chatId: number, text: () => string): void {
    for (const word of this.canaries.escaped(chatId, text)) {
      this.report({ oracle: "isolation", what: `${bot} sent "${word}", which belongs to others, to chat ${chatId}` });
    }
  }

  /**
   * @internal what can be noticed in a chat.
   * @param bot who did it, if no person did.
   * @param heard what there was to read.
   */
  happened(chat: Chat, event: ChatEvent, bot: BotAccount | undefined, heard: () => string): void {
    if (bot) this.botDid(chat, event, bot, heard);
    else this.personDid(chat, event, heard);
  }

  /** @internal a call was refused by Telegram itself, and not by a fault. */
  refused(bot: BotAccount, { method, call, refusal: { status, description } }: Refused): void {
    const chat = bot.findChat(call.text("chat_id"));
    if (chat) this.unanswered.answered(chat);
    if (isExpected(status, description) || this.allowed.some((one) => isIn(one, description))) return;
    this.report({ oracle: "refused", what: `${bot.me.username} called ${method}: ${status} ${description}` });
  }

  private botDid(chat: Chat, event: ChatEvent, bot: BotAccount, heard: () => string): void {
    this.sent(bot.me.username, chat.id, heard);
    if (isAnswer(event)) this.unanswered.answered(chat);
    if (!this.saidTwice.said(chat, event) || event.kind !== "message") return;
    const text = event.message.text ?? event.message.caption;
    this.report({ oracle: "said twice", what: `${bot.me.username} said "${text}" twice in a row to chat ${chat.id}` });
  }

  private personDid(chat: Chat, event: ChatEvent, heard: () => string): void {
    this.canaries.said(chat.id, heard);
    this.saidTwice.acted(chat);
    const [bot] = chat.bots;
    if (event.kind !== "message" || chat.json.type !== "private" || !bot) return;
    this.unanswered.written(chat, bot, event.message.message_id);
  }
}

const isIn = (wanted: string | RegExp, description: string) =>
  typeof wanted === "string" ? description.includes(wanted) : description.search(wanted) >= 0;
