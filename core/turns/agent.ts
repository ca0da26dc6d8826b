import type { InjectionToken } from "tsyringe";
import { CodedError } from "../errors.ts";

/** What answers the turns: a port that a feature implements and an app chooses. */
export interface Agent {
  /** Such as `echo`: shown in logs. */
  readonly name: string;
  /** Whether it can act on this machine. Such a bot refuses to start open to everyone by accident. */
  readonly runsCode: boolean;

  /**
   * Answers one turn. May take long; must end soon after `signal`.
   *
   * @returns the answer, of any length.
   * @throws {AgentFailed} to say to the user why; anything else is logged and told as a failure without a reason.
   */
  run(turn: AgentTurn): Promise<string>;

  /** Shortens what it remembers of the session. @throws {AgentFailed} and then nothing was changed. */
  compact(session: AgentSession): Promise<void>;
}

export const Agent: InjectionToken<Agent> = Symbol("Agent");

/** The session that a piece of work belongs to. */
export interface AgentSession {
  readonly userId: number;
  readonly sessionId: string;
  readonly workspacePath: string;
  /** Aborted when the work is no longer wanted. */
  readonly signal: AbortSignal;
}

export interface AgentTurn extends AgentSession {
  readonly prompt: string;
  /** Shows the answer as far as it has come: the whole text so far, not the latest piece. */
  progress(textSoFar: string): void;
}

/** The agent could not do it; its message is a sentence for the user. */
export class AgentFailed extends CodedError {
  readonly code = "AGENT_FAILED";
  readonly hint = "Send the message again, or change it.";
}
