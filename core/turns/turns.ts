import type { Context } from "grammy";
import type { InjectionToken } from "tsyringe";
import type { PromptFile } from "./prompt.ts";
import type { PromptSource } from "./prompt-source.ts";
import type { Standing } from "./standing.ts";

/** Long work for the agent: accepted in a handler, carried out after its commit, one at a time for each user. */
export interface Turns {
  /**
   * Accepts `prompt` as a turn of the user who sent the update, beginning a session if there is none and putting a
   * compaction before it when one is due. The turn runs after the update's commit and answers in its chat and topic.
   *
   * A message that belongs to the one before it, such as the next picture of an album, becomes a part of the same turn.
   *
   * @throws {StoreUnavailable}
   */
  submit(ctx: Context, prompt: string, files?: readonly PromptFile[]): Promise<Submission>;

  /**
   * Tells the user what has to be heard of a submission, if anything has: that it was not accepted, or where it stands in the
   * line. The latter is kept true as the line moves on, and taken away when its turn has come.
   */
  announce(ctx: Context, submission: Submission): Promise<void>;

  /**
   * Gives a request that waits other words, those of the message that was edited.
   *
   * @returns undefined if the message is none of a request that is still to be answered.
   */
  revise(ctx: Context, prompt: string): Promise<"revised" | "too late" | undefined>;

  /**
   * Accepts a turn whose text is brought later, by the source of this name. It keeps its place: what is submitted after it
   * runs after it.
   *
   * @param details what the source needs for that, such as the id of a file; kept with the turn.
   * @param lead what the agent is told before the text, such as the message that is replied to. Default: nothing.
   */
  submitLater(ctx: Context, source: string, details: string, lead?: string): Promise<Submission>;

  /** Makes known who brings the texts of turns that are submitted without. */
  addSource(source: PromptSource): void;

  /**
   * Lets a turn run that its source holds, with another text behind its lead if one is given.
   * @returns false if it is not held for this user: decided on already, or ended.
   */
  submitHeld(userId: number, turnId: string, text?: string): Promise<boolean>;

  /** Gives a turn up that its source holds. @returns as `submitHeld`. */
  dropHeld(userId: number, turnId: string): Promise<boolean>;

  /**
   * Puts a compaction at the end of the user's line.
   *
   * @param instructions what to keep in mind while doing so. Default: nothing in particular.
   * @returns undefined if there is no active session.
   */
  compact(ctx: Context, instructions?: string): Promise<Submission | undefined>;

  /** Turns running now, for all users. */
  readonly running: number;
}

export const Turns: InjectionToken<Turns> = Symbol("Turns");

export type Submission =
  | ({
      readonly state: "accepted";
      readonly turnId: string;
    } & Standing)
  /** The user has too many turns waiting; this one was not accepted. */
  | {
      readonly state: "full";
      readonly limit: number;
      /**
       * Whether the user was told so in this chat already, and no room has been since: then it need not be said again.
       * When half of the turns are done, the user hears how many were not accepted.
       */
      readonly told: boolean;
      /** It is the turns of all users that are too many, and not kept count of who was not accepted. Default: the user's. */
      readonly inAll?: boolean;
    };
