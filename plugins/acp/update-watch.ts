import type { AgentTurn } from "#core";
import { type Update, wordsIn } from "./messages.ts";
import { stepOf, type ToolCall, ToolCalls } from "./tool-calls.ts";

export interface WatchParts extends Partial<Pick<AgentTurn, "progress" | "step" | "budgetUsd">> {
  readonly workspace: string;
  /** What the conversation has cost before, in US dollars: agents count on. */
  readonly costBefore: number;
}

/** Follows what an agent tells while it works: shows it, and keeps what is needed at the end. */
export class UpdateWatch {
  readonly calls = new ToolCalls();
  /** What failed of all that it did, if anything. */
  failure: string | undefined;
  /** Resolves with the names of the commands it knows. */
  readonly commands: Promise<readonly string[]>;
  /** Aborted when the turn has cost what it may. */
  readonly budgetSpent: AbortSignal;
  private readonly spent = new AbortController();
  private readonly heard = Promise.withResolvers<readonly string[]>();
  /** What it tells before is what was said in earlier turns. */
  private isOfThisTurn = false;
  private readonly texts: string[] = [];
  private latestMessage: string | undefined;
  private context: { readonly used: number; readonly size: number } | undefined;
  private costSoFar: number | undefined;

  constructor(private readonly parts: WatchParts) {
    this.commands = this.heard.promise;
    this.budgetSpent = this.spent.signal;
  }

  /** From now on it is about the prompt of this turn. */
  turnBegins(): void {
    this.isOfThisTurn = true;
  }

  /** All that was said so far, also between the uses of tools. */
  get text(): string {
    return this.texts
      .map((text) => text.trim())
      .filter(Boolean)
      .join("\n\n");
  }

  /** What this turn has cost so far, in US dollars; undefined: the agent does not tell. */
  get costUsd(): number | undefined {
    return this.costSoFar === undefined ? undefined : Math.max(0, this.costSoFar - this.parts.costBefore);
  }

  /** Tokens that the conversation has; undefined: the agent does not tell. */
  get contextTokens(): number | undefined {
    return this.context?.used;
  }

  get contextNearlyFull(): boolean {
    const { used, size } = this.context ?? { used: 0, size: 0 };
    return size > 0 && used > size * NEARLY_FULL;
  }

  take({ update }: Update): void {
    if (update.sessionUpdate === "available_commands_update") {
      this.heard.resolve(update.availableCommands.map(({ name }) => name));
    } else if (update.sessionUpdate === "usage_update") {
      this.context = { used: update.used, size: update.size };
      if (update.cost?.currency === "USD") this.costSoFar = update.cost.amount;
      if ((this.costUsd ?? 0) >= (this.parts.budgetUsd ?? Number.POSITIVE_INFINITY)) this.spent.abort();
    } else if (this.isOfThisTurn) this.show(update);
  }

  private show(update: Update["update"]): void {
    if (update.sessionUpdate === "agent_message_chunk")
      this.say(wordsIn(update.content), update.messageId ?? undefined);
    if (update.sessionUpdate === "tool_call" || update.sessionUpdate === "tool_call_update") {
      const { sessionUpdate: _, ...news } = update;
      this.work(this.calls.merge(news));
    }
    if (update.sessionUpdate === "compaction_update" && update.status === "failed")
      this.failure = update.error ?? "unknown";
  }

  private say(words: string, messageId: string | undefined): void {
    const goesOn = this.latestMessage !== undefined && (messageId ?? this.latestMessage) === this.latestMessage;
    this.texts.push(goesOn ? (this.texts.pop() ?? "") + words : words);
    this.latestMessage = messageId ?? this.latestMessage ?? "";
    this.parts.progress?.(this.text);
  }

  private work(call: ToolCall): void {
    // What is said after it is a paragraph of its own.
    this.latestMessage = undefined;
    if (call.status === "failed") this.failure ??= call.title ?? "unknown";
    this.parts.step?.(stepOf(call, this.parts.workspace));
  }
}

/** As with Claude Code: before agents compact by themselves in the midst of a turn. */
const NEARLY_FULL = 0.85;
