import { unknownParameters } from "../api/check-parameters.ts";
import type { Call } from "../server/call-log.ts";
import { chatLine, inWords } from "../transcript/chat-line.ts";
import { titleOf } from "../transcript/transcript.ts";
import type { BotAccount } from "../world/bot-account.ts";
import type { World } from "../world/world.ts";
import type { Reader } from "./reader.ts";

/** A user did not see what they should have, or saw what they should not. Its message is the whole story. */
export class ExpectationFailed extends Error {
  override readonly name = "ExpectationFailed";

  constructor(message: string) {
    super(message);
    // Test runners show the first frame: it should be the line that expected something.
    this.stack = this.stack
      ?.split("\n")
      .filter((line) => !line.includes(import.meta.dirname))
      .join("\n");
  }
}

const latestEvents = 40;
const latestCalls = 15;
const latestLines = 20;

export interface Failure {
  /** One sentence: who expected what, and how the wait ended. */
  readonly headline: string;
  readonly reader: Reader;
  readonly world: World;
}

/** Expected, then the chat as that user saw it, the calls behind it, and what the bot wrote. */
export function failureReport({ headline, reader, world }: Failure): string {
  const { chat } = reader;
  const bots = [...chat.bots];
  return [
    headline,
    section(`The chat ${titleOf(chat)}`, chatLines(reader, world)),
    section("The latest calls", callLines(world, bots)),
    ...troubles(world),
    ...problems(world),
    ...bots.map((bot) =>
      section(
        `The last lines of ${nameOfBot(bot)}`,
        [...bot.hosts].flatMap((host) => host.tail(latestLines)),
      ),
    ),
  ].join("\n\n");
}

function chatLines(reader: Reader, world: World): string[] {
  const { events } = reader.chat;
  const first = Math.max(events.first, events.length - latestEvents);
  const lines = events.from(first).map((event, index) => {
    const mark = reader.isRead(first + index) ? "  " : "* ";
    const line = chatLine(event, world);
    return `${mark}${time(event.at)}  ${line.by} ${inWords(line)}`;
  });
  return first > 0 ? [`(${first} earlier)`, ...lines] : lines;
}

function callLines(world: World, bots: readonly BotAccount[]): string[] {
  const names = new Set(bots.map(nameOfBot));
  return world.calls
    .last(200)
    .filter((call) => names.has(call.bot))
    .slice(-latestCalls)
    .map(describeCall);
}

function describeCall({ at, bot, method, arguments: given, answer }: Call): string {
  const back = answer ? `${answer.ok ? "ok" : "refused"} ${short(JSON.stringify(answer.said))}` : "(no answer yet)";
  const unknown = unknownParameters(method, given);
  // Telegram passes over them without a word: a slip of the pen is found here or nowhere.
  const remark = unknown.length > 0 ? ` (${method} has no parameter ${unknown.join(", ")})` : "";
  return `${time(at)}  ${bot} ${method} ${short(JSON.stringify(given))} -> ${back}${remark}`;
}

function troubles({ faults }: World): string[] {
  return faults.history.length > 0 ? [section("The faults", faults.history)] : [];
}

function problems(world: World): string[] {
  const found = world.oracles
    .problems()
    // Which is what the headline says, or may still change.
    .filter(({ oracle }) => oracle !== "unanswered")
    .map(({ oracle, what }) => `${oracle}: ${what}`);
  return found.length > 0 ? [section("Found besides", found)] : [];
}

const section = (title: string, lines: readonly string[]) =>
  `${title}:\n${lines.length > 0 ? lines.map((line) => `  ${line}`).join("\n") : "  (nothing)"}`;

const nameOfBot = (bot: BotAccount) => bot.me.username;
const time = (at: number) => new Date(at).toISOString().slice(11, 23);
const short = (text = "") => (text.length > 300 ? `${text.slice(0, 300)}...` : text);
