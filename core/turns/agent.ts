import type { InjectionToken } from "tsyringe";
import { CodedError } from "../errors.ts";
import type { ApprovalRequest, Decision } from "./approvals/approval.ts";
import type { TURN_VARIABLE } from "./marked-processes.ts";
import type { Usage } from "./usage.ts";

/** What answers the turns: a port that a feature implements and an app chooses. */
export interface Agent {
  /** Such as `echo`: shown in logs. */
  readonly name: string;
  /** Whether it can act on this machine. Such a bot refuses to start open to everyone by accident. */
  readonly runsCode: boolean;

  /**
   * Answers one turn. May take long; must end soon after `signal`, and only when nothing of it runs any more: the next
   * turn of the same conversation may begin then.
   *
   * @throws {AgentFailed} to say to the user why; anything else is logged and told as a failure without a reason.
   */
  run(turn: AgentTurn): Promise<Answer>;

  /**
   * Shortens what it remembers of the conversation.
   *
   * @param instructions what to keep in mind while doing so, as the user wrote it.
   * @throws {AgentFailed} and then nothing was changed.
   */
  compact(work: AgentWork, instructions?: string): Promise<Compacted>;

  /**
   * Removes what it keeps of a conversation that this user can't return to any more, and nobody else's. Called again for one
   * that is gone already. Default: it keeps nothing.
   */
  forget?(userId: number, conversationId: string): Promise<void>;
}

export const Agent: InjectionToken<Agent> = Symbol("Agent");

/** Whom a piece of work is for, and where. */
export interface AgentWork {
  readonly userId: number;
  readonly sessionId: string;
  readonly workspacePath: string;
  /** What the agent remembers from earlier turns; undefined: nothing, it begins one. */
  readonly conversation: { readonly id: string; readonly turns: number; readonly costUsd: number } | undefined;
  /** For the environment of every process that the work starts, so that what outlives the bot is found and ended. */
  readonly marker: Readonly<Record<typeof TURN_VARIABLE, string>>;
  /** What it may cost, in US dollars; undefined: nobody has set a limit. */
  readonly budgetUsd?: number;
  /** Aborted when the work is no longer wanted. */
  readonly signal: AbortSignal;
}

export interface AgentTurn extends AgentWork {
  /** Unique, and the same when the turn is tried again. */
  readonly id: string;
  /** Whether it is tried again: cut off before, it may have left something in the conversation and in the workspace. */
  readonly isRetry: boolean;
  readonly prompt: string;
  readonly attachments: readonly Attachment[];
  /** Shows the answer as far as it has come: the whole text so far, not the latest piece. */
  progress(textSoFar: string): void;
  /** Shows what a tool is doing. Called again with the same id when that has changed. */
  step(step: ToolStep): void;
  /** Asks the user whether a tool may do something. Waits for the answer; also denied when nobody gives one in time. */
  ask(request: ApprovalRequest): Promise<Decision>;
  /**
   * Stores the id of the conversation that this turn begins, before anything is said in it: so it survives a crash.
   *
   * @param lost whether it begins in place of one that can't be found any more, of which the user is told.
   */
  began(conversationId: string, lost?: boolean): Promise<void>;
}

/** A file that came with the prompt. */
export interface Attachment {
  readonly name: string;
  /** Such as `image/jpeg`. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** A tool at work. */
export interface ToolStep {
  /** Unique within its turn. */
  readonly id: string;
  /** Such as `Bash`. */
  readonly tool: string;
  /** What it does, in one short line, such as the command. */
  readonly line: string;
  readonly state: "running" | "done" | "failed";
}

export interface Answer {
  /** Of any length, in Markdown. */
  readonly text: string;
  /** What this turn took, for agents that know. */
  readonly usage?: Usage;
  /** The conversation should be compacted before it goes on. Default: false. */
  readonly contextNearlyFull?: boolean;
}

/** How long the conversation was before and after, for agents that know. */
export interface Compacted {
  readonly tokensBefore?: number;
  readonly tokensAfter?: number;
  readonly usage?: Usage;
}

/** The agent could not do it; its message is a sentence for the user. */
export class AgentFailed extends CodedError {
  readonly code = "AGENT_FAILED";
  readonly hint = "Send the message again, or change it.";
  /** Whether the same may well succeed later: then its user gets Retry and Discard. Default: false. */
  readonly isPassing: boolean;
  /** What it took all the same. */
  readonly usage: Usage | undefined;

  constructor(message: string, { isPassing = false, usage, ...options }: AgentFailedOptions = {}) {
    super(message, options);
    this.isPassing = isPassing;
    this.usage = usage;
  }
}

export interface AgentFailedOptions extends ErrorOptions {
  readonly isPassing?: boolean;
  readonly usage?: Usage;
}
