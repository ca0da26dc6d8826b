/** A tool that may not act by itself, and what it wants to do. */
export interface ApprovalRequest {
  /** Unique within its turn. */
  readonly id: string;
  /** Such as `Bash`. */
  readonly tool: string;
  /** What it wants, in a few words. */
  readonly title: string;
  /** The command, the difference to a file, the address: whatever there is to judge by. */
  readonly detail: string;
  /** Everything with this key is meant by "allow for this session", such as `Bash:git push`. */
  readonly key: string;
}

/** What the user says to an {@link ApprovalRequest}; `session` allows everything with its key until the session ends. */
export type Decision = "once" | "session" | "deny";
