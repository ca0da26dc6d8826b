export interface AcpOptions {
  /** What runs an agent that speaks the protocol on its stdin and stdout. */
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** By which of the ways that the agent offers it is logged in. Default: none, it has what it needs. */
  readonly authMethod?: string;
  /** Where it keeps its conversations and settings: a home directory for each user. */
  readonly directory: string;
  /** Of the bot. The agent gets what any program needs, and what `passed` names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of further variables that the agent and its tools may see, such as the key for its model. Default: none. */
  readonly passed?: readonly string[];
  /** How long it may take to get ready, in ms, at each of a few steps. Default: a minute. */
  readonly beginsWithinMs?: number;
  /**
   * Whether it sees only the workspace it works in, by bubblewrap: `true` insists, `false` shows it the whole machine.
   * Default: where that is possible.
   */
  readonly sandboxed?: boolean;
  /** What a sandbox must not show besides, wherever it is: files and directories of the bot. Default: nothing. */
  readonly hidden?: readonly string[];
  /** Which of its modes it works in. Default: `default`, if it has one of that name, which is to ask; else its own. */
  readonly mode?: string;
}
