import type { InlineQueryResult, Message } from "@grammyjs/types";
import { describeContent } from "../people/describe.ts";
import { Group } from "../people/group.ts";
import { User } from "../people/user.ts";
import type { Chat } from "../world/chat.ts";
import { GroupChat } from "../world/group-chat.ts";
import { PrivateChat } from "../world/private-chat.ts";
import type { Deed } from "./deed.ts";
import { quoted, wanted } from "./literal.ts";
import type { Entry, Sight } from "./recorder.ts";
import { chatsOf, type References } from "./references.ts";
import { numeral, Unwritable, type Values } from "./values.ts";
import { partsOf } from "./variable-parts.ts";
import type { Recording } from "./write-scenario.ts";

const lineWidth = 116;

/** The lines of a scenario's body: who does what, and then what they see. */
export class Steps {
  private readonly written: string[] = [];
  private said = "";
  private readonly buttonsSeen = new Set<string>();
  private readonly buttonsPressed: ReadonlySet<string>;
  /** Inline queries that were answered. */
  private readonly offers: Deed[] = [];
  private readonly readers = new Map<Chat, string>();
  /** When the latest thing happened, and when somebody last did something. */
  private latestAt = 0;
  private deedAt = 0;

  constructor(
    private readonly recording: Recording,
    private readonly references: References,
    private readonly values: Values,
  ) {
    const deeds = recording.entries.flatMap((entry) => ("deed" in entry ? [entry.deed] : []));
    this.buttonsPressed = new Set(deeds.flatMap(({ what, given }) => (what === "press" ? [String(given[0])] : [])));
  }

  lines(): readonly string[] {
    const entries = withoutPassingQueries(withoutPassingEdits(this.recording.entries));
    for (const [index, entry] of entries.entries()) {
      if ("ended" in entry) this.add("await bot.exit(); // it ended by itself");
      else if ("deed" in entry) this.do(entry.deed, entries[index + 1]);
      else this.see(entry.sight, entry.at);
      this.latestAt = Math.max(entry.at, "deed" in entry ? (entry.deed.doneAt ?? 0) : 0);
      if ("deed" in entry) this.deedAt = this.latestAt;
    }
    // In a group people see each other, too.
    const talks = [...this.readers].filter(([chat]) => chat instanceof PrivateChat);
    if (this.recording.isComplete && talks.length > 0) {
      this.add("");
      for (const [, name] of talks) this.add(`await expect(${name}).toSeeNothing();`);
    }
    return this.written;
  }

  private do(deed: Deed, next: Entry | undefined): void {
    this.paragraph();
    const { who, what, given, failed } = deed;
    if (who instanceof User) {
      for (const chat of [who.chat(this.recording.bot), ...chatsOf(deed)]) {
        if (!this.readers.has(chat)) this.readers.set(chat, this.references.person(who.id));
      }
    }
    try {
      if (who === "bot") this.doToBot(what, given, failed, next);
      else this.act(deed);
    } catch (error) {
      if (!(error instanceof Unwritable)) throw error;
      this.add(`// Not written down: ${subjectOf(deed, this.references)}.${what}(...), because ${error.message}.`);
    }
  }

  private act(deed: Deed): void {
    const { who, what, result, answer } = deed;
    const call = this.call(deed);
    if (deed.offered) this.ask(deed, deed.offered.length, call);
    else if (what === "press" && answer !== undefined) this.expectAnswer(call, answer);
    else {
      const name = result && this.newNameOf(result);
      this.add(`${name ? `const ${name} = ` : ""}${who instanceof User ? "await " : ""}${call};`);
      if (name) this.values.known.add(name);
      if (result) this.said += `\n${result.text ?? result.caption ?? ""}`;
    }
  }

  private ask(deed: Deed, count: number, call: string): void {
    const name = this.references.results(deed);
    this.offers.push(deed);
    this.add(`const ${name} = await ${call};\nassert.equal(${name}.length, ${count});`);
  }

  /** The result that was chosen, as one of those that were offered. */
  private chosen(result: unknown): string | undefined {
    const { id, type } = result as InlineQueryResult;
    for (const deed of this.offers.toReversed()) {
      const index = deed.offered?.findIndex((one) => one.id === id && one.type === type) ?? -1;
      if (index >= 0) return `${this.references.results(deed)}[${index}]`;
    }
    return undefined;
  }

  private doToBot(what: string, given: readonly unknown[], failed: boolean | undefined, next: Entry | undefined): void {
    const nextDeed = next && "deed" in next ? next.deed : undefined;
    const [signal] = given;
    if (what === "start" && this.written.at(-1) === RESTART) return;
    if (what === "stop" && signal === "SIGKILL") this.add("await bot.kill();");
    else if (what === "stop" && (signal ?? "SIGTERM") === "SIGTERM") {
      const starts = nextDeed?.who === "bot" && nextDeed.what === "start" && nextDeed.given[0] === undefined;
      this.add(starts && !nextDeed.failed ? RESTART : "await bot.stop();");
    } else {
      const call = `bot.${what}(${this.values.all(given).join(", ")})`;
      this.add(failed ? `await assert.rejects(${call});` : `await ${call};`);
    }
  }

  private call(deed: Deed): string {
    const subject = subjectOf(deed, this.references);
    const { what, given } = deed;
    const [kind, ...rest] = given;
    const own = what === "sendMedia" ? methodsOfKinds[String(kind)] : undefined;
    const args = this.values.all(own ? rest : given, deed.who instanceof Group);
    if (what === "choose") args[0] = this.chosen(kind) ?? args[0] ?? "";
    return broken(`${subject}.${own ?? what}`, args);
  }

  private expectAnswer(call: string, answer: string): void {
    const parts = this.partsIn(answer);
    const text = wanted(parts, (id) => `${this.references.person(id)}.id`);
    const isPattern = text.startsWith("/");
    this.add(`assert.${isPattern ? "match" : "equal"}(await ${call}${isPattern ? ' ?? ""' : ""}, ${text});`);
  }

  private see({ chat, message, buttons = [] }: Sight, at: number): void {
    const reader = this.readerOf(chat);
    if (reader === undefined) return;
    const text = wanted(this.partsIn(describeContent(message)), (id) => `${this.references.person(id)}.id`);
    const options = this.where(chat, this.patienceFor(at));
    const call = broken(`expect(${reader}).toSee`, [text, ...(options ? [options] : [])]);
    const name = this.newNameOf(message);
    this.add(name ? `const { message: ${name} } = await ${call};` : `await ${call};`);
    if (name) this.values.known.add(name);
    for (const label of buttons) this.seeButton(reader, chat, label);
  }

  /** The name of a message that is needed later and has not been given it yet. */
  private newNameOf(message: Message): string | undefined {
    const name = this.references.message(message);
    return name !== undefined && !this.values.known.has(name) ? name : undefined;
  }

  private seeButton(reader: string, chat: Chat, label: string): void {
    const key = `${chat.id} ${label}`;
    if (this.buttonsSeen.has(key) || this.buttonsPressed.has(label)) return;
    this.buttonsSeen.add(key);
    if (this.partsIn(label).some((part) => !("text" in part))) return;
    const options = this.where(chat);
    this.add(`await expect(${reader}).toSeeButton(${quoted(label)}${options && `, ${options}`});`);
  }

  private partsIn(text: string) {
    return partsOf(
      text,
      this.recording.users.map(({ id }) => id),
      (part) => this.said.includes(part),
    );
  }

  /** Through whose eyes a chat is seen. */
  private readerOf(chat: Chat): string | undefined {
    const known = this.readers.get(chat);
    if (known !== undefined) return known;
    const { users } = this.recording;
    const user = users.find(({ id }) => (chat instanceof GroupChat ? chat.members.has(id) : id === chat.id));
    const name = user && this.references.person(user.id);
    if (name !== undefined) this.readers.set(chat, name);
    return name;
  }

  private where(chat: Chat, withinMs?: number): string {
    const place = this.references.chat(chat);
    const fields = [...(place ? [`in: ${place}`] : []), ...(withinMs ? [`within: ${numeral(withinMs)}`] : [])];
    return fields.length > 0 ? `{ ${fields.join(", ")} }` : "";
  }

  /** How long to wait for what came later than a quiet bot is waited for; undefined if it did not. */
  private patienceFor(at: number): number | undefined {
    const isSilent = this.recording.bot.idleProbe === undefined && at - this.latestAt > 200;
    const tookMs = at - this.deedAt;
    if (!isSilent && tookMs < 4_000) return undefined;
    return Math.max(2_000, Math.ceil((tookMs * 3) / 1_000) * 1_000);
  }

  /** What somebody does next stands apart from what was seen before. */
  private paragraph(): void {
    if (/^(?:assert\.|.*await expect\(|\);$)/.test(this.written.at(-1) ?? "")) this.add("");
  }

  private add(line: string): void {
    this.written.push(...line.split("\n"));
  }
}

const RESTART = "await bot.restart();";

const methodsOfKinds: Readonly<Record<string, string>> = {
  photo: "sendPhoto",
  voice: "sendVoice",
  document: "sendDocument",
};

function subjectOf({ who }: Deed, references: References): string {
  if (who instanceof User) return references.person(who.id);
  if (who instanceof Group) return references.chat(who.chat) ?? "group";
  return who === "bot" ? "bot" : `telegram.${who}`;
}

/** A call on one line, or each argument on one of its own if that were too long. */
function broken(callee: string, args: readonly string[]): string {
  const line = `${callee}(${args.join(", ")})`;
  return line.length <= lineWidth - 12 ? line : `${callee}(\n${args.map((arg) => `  ${arg},\n`).join("")})`;
}

/** Of the edits of one message between two deeds, the last: how many there were before it is up to the bot's pace. */
function withoutPassingEdits(entries: readonly Entry[]): readonly Entry[] {
  return entries.filter((entry, index) => {
    if (!("sight" in entry) || !entry.sight.isEdit) return true;
    const { chat, message } = entry.sight;
    for (const later of entries.slice(index + 1)) {
      if (!("sight" in later)) return true;
      if (later.sight.chat === chat && later.sight.message.message_id === message.message_id) return false;
    }
    return true;
  });
}

/** Of the inline queries that somebody types, letter by letter, the last. */
const withoutPassingQueries = (entries: readonly Entry[]): readonly Entry[] =>
  entries.filter((entry, index) => {
    const next = entries[index + 1];
    if (!("deed" in entry) || entry.deed.what !== "inline" || !next || !("deed" in next)) return true;
    return next.deed.what !== "inline" || next.deed.who !== entry.deed.who;
  });
