import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import type { CanUseTool, Options } from "@anthropic-ai/claude-agent-sdk";
import {
  type Agent,
  AgentFailed,
  AgentProcess,
  type AgentTurn,
  type AgentWork,
  type Answer,
  agentEnvironment,
  type Compacted,
  findSandbox,
  type Sandbox,
  SetupInvalid,
  sureOfHomes,
  sureOfWorkspace,
} from "#core";
import { approvalRequest } from "./approval-request.ts";
import { ConversationUnknown, runClaude, type Said } from "./claude-run.ts";
import { loadSdk, type Sdk } from "./load-sdk.ts";
import { promptIdOf } from "./prompt-id.ts";
import { promptParts } from "./prompt-parts.ts";
import { RunWatch } from "./run-watch.ts";
import { systemPrompt } from "./system-prompt.ts";
import { Transcripts } from "./transcripts.ts";

export interface ClaudeOptions {
  /** Where Claude Code keeps its conversations: in a directory for each user. */
  readonly directory: string;
  /** Of the bot. Claude Code gets what any program needs, what is meant for it, and what `passed` names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Names of further variables that the agent and its tools may see. Default: none. */
  readonly passed?: readonly string[];
  /** Of an installed Claude Code. Default: the one that comes with the SDK. */
  readonly executable?: string;
  /**
   * Whether it sees only the workspace it works in, by bubblewrap: `true` insists, `false` shows it the whole machine.
   * Default: where that is possible.
   */
  readonly sandboxed?: boolean;
  /** What a sandbox must not show besides, wherever it is: files and directories of the bot. Default: nothing. */
  readonly hidden?: readonly string[];
  /** What it may do without asking. Default: `default`, which is to look. */
  readonly permissionMode?: PermissionMode;
  /** How often it may think in one turn. Default: without limit. */
  readonly maxSteps?: number;
}

export type PermissionMode = "default" | "acceptEdits" | "bypassPermissions";

/** Claude Code answers the turns: a process for each, which goes on with the conversation that the session names. */
export class ClaudeAgent implements Agent {
  readonly name = "claude";
  readonly runsCode = true;
  private readonly transcripts: Transcripts;

  private constructor(
    private readonly options: ClaudeOptions,
    private readonly sdk: Sdk,
    private readonly sandbox: Sandbox | undefined,
  ) {
    this.transcripts = new Transcripts(options.directory);
  }

  /**
   * @throws {SetupInvalid} if the SDK or Claude Code is not installed, a sandbox is asked for and can't be had, or
   *   nothing could run or be kept as these options ask.
   */
  static async load(options: ClaudeOptions): Promise<ClaudeAgent> {
    const sdk = await loadSdk(options.executable);
    const sandbox = await findSandbox({ ...options, variable: "CLAUDE_SANDBOX" });
    if (mayDoAll(options) && process.getuid?.() === 0 && options.environment.IS_SANDBOX !== "1") {
      throw new SetupInvalid(
        "Claude Code does not take CLAUDE_PERMISSION_MODE=bypassPermissions as root.",
        "Run the bot as another user; or, in a container that holds nothing else, set IS_SANDBOX=1.",
      );
    }
    await sureOfHomes(options.directory, "Claude Code", "CLAUDE_CONFIG_DIR");
    return new ClaudeAgent(options, sdk, sandbox);
  }

  /** Whether an agent sees only the workspace it works in. */
  get isSandboxed(): boolean {
    return this.sandbox !== undefined;
  }

  async run(turn: AgentTurn): Promise<Answer> {
    const content = await promptParts(turn.prompt, turn.attachments, turn.workspacePath);
    const said = { content, id: promptIdOf(turn, content) };
    const { conversation } = turn;
    // What another agent has begun says nothing to this one.
    if (!conversation || !isUuid(conversation.id)) return this.begin(turn, said, false);
    // One that was begun in a turn that came to nothing may be there or not.
    const { id, turns, costUsd } = conversation;
    const isThere = turns > 0 || (await this.transcripts.has(turn.userId, id));
    const isHeard = turn.isRetry && (await this.transcripts.hold(turn.userId, id, said.id));
    try {
      return await this.ask(
        turn,
        isHeard ? { content: GO_ON } : said,
        isThere ? { resume: id } : { sessionId: id },
        costUsd,
      );
    } catch (error) {
      if (!(error instanceof ConversationUnknown)) throw error;
      return this.begin(turn, said, true);
    }
  }

  async compact(work: AgentWork, instructions = ""): Promise<Compacted> {
    const { conversation, workspacePath } = work;
    if (!conversation || !isUuid(conversation.id)) throw new AgentFailed(NOTHING_TO_COMPACT);
    const watch = new RunWatch({ progress: () => {}, step: () => {} }, workspacePath);
    const command = `/compact ${instructions.replace(/\s+/g, " ")}`.trim();
    try {
      const usage = await this.start(
        work,
        watch,
        { content: command },
        { resume: conversation.id },
        conversation.costUsd,
      );
      if (watch.compacted) return { ...watch.compacted, usage };
    } catch (error) {
      if (error instanceof ConversationUnknown) throw new AgentFailed(NOTHING_TO_COMPACT, { cause: error });
      throw error;
    }
    const reason = watch.compactError ?? watch.result?.subtype ?? "unknown";
    const isEmpty = /No messages to compact|too_few/.test(reason);
    throw new AgentFailed(isEmpty ? NOTHING_TO_COMPACT : "Claude could not shorten our conversation.", {
      cause: new Error(reason),
    });
  }

  forget(userId: number, conversationId: string): Promise<void> {
    return this.transcripts.remove(userId, conversationId);
  }

  private async begin(turn: AgentTurn, said: Said, lost: boolean): Promise<Answer> {
    const sessionId = randomUUID();
    await turn.began(sessionId, lost);
    return this.ask(turn, said, { sessionId }, 0);
  }

  private async ask(turn: AgentTurn, said: Said, more: Options, costBefore: number): Promise<Answer> {
    const watch = new RunWatch(turn, turn.workspacePath);
    const permission = {
      ...(!mayDoAll(this.options) && { canUseTool: this.permissions(turn) }),
      verbatimPrompts: true,
    };
    const usage = await this.start(turn, watch, said, { ...permission, ...more }, costBefore);
    const result = watch.result?.subtype === "success" ? watch.result.result : "";
    return { text: result || watch.text || "(no answer)", usage, contextNearlyFull: watch.contextNearlyFull };
  }

  private async start(work: AgentWork, watch: RunWatch, said: Said, more: Options, costBefore: number) {
    const { userId, workspacePath, signal, marker, budgetUsd } = work;
    await sureOfWorkspace(workspacePath);
    const directory = this.transcripts.ofUser(userId);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const process = new AgentProcess({
      marker,
      sandbox: this.sandbox,
      directories: [workspacePath, directory],
      hidden: [this.options.directory, ...(this.options.hidden ?? [])],
    });
    const { environment, passed = [], executable, permissionMode = "default", maxSteps } = this.options;
    const options: Options = {
      cwd: workspacePath,
      env: {
        ...DEFAULTS,
        ...agentEnvironment(environment, [FOR_CLAUDE, ...passed]),
        ...ALWAYS,
        CLAUDE_CONFIG_DIR: directory,
      },
      pathToClaudeCodeExecutable: executable,
      spawnClaudeCodeProcess: (wanted) => process.start(wanted),
      includePartialMessages: true,
      settingSources: [],
      // Else Claude Code removes what was not used for thirty days.
      settings: { cleanupPeriodDays: A_CENTURY },
      systemPrompt: { type: "preset", preset: "claude_code", append: await systemPrompt(workspacePath) },
      // Questions are asked in the answer, and answered by the next message.
      disallowedTools: ["AskUserQuestion", "EnterPlanMode", "ExitPlanMode"],
      permissionMode,
      allowDangerouslySkipPermissions: mayDoAll(this.options),
      maxTurns: maxSteps,
      maxBudgetUsd: budgetUsd,
      ...more,
    };
    return runClaude(said, { sdk: this.sdk, options, process, watch, signal, costBefore });
  }

  private permissions({ ask, workspacePath: workspace }: AgentTurn): CanUseTool {
    return async (tool, input, { toolUseID: toolUseId, title, suggestions }) => {
      const decision = await ask(approvalRequest({ tool, input, toolUseId, title, suggestions, workspace }));
      // What "session" means is kept by whoever was asked: the next process of Claude Code would not know.
      if (decision !== "deny") return { behavior: "allow", updatedInput: input };
      return { behavior: "deny", message: "The person did not allow this. Do without it, or ask what to do instead." };
    };
  }
}

const mayDoAll = ({ permissionMode }: ClaudeOptions) => permissionMode === "bypassPermissions";

const isUuid = (id: string) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(id);

const FOR_CLAUDE = /^(?:(?:ANTHROPIC|CLAUDE_CODE)_[A-Z0-9_]+|IS_SANDBOX)$/;
/** In place of a request that Claude Code has in its conversation already: it would hear that twice. */
const GO_ON = "(You were interrupted at this. See what of it is done already, and go on.)";
const NOTHING_TO_COMPACT = "There is too little to compact yet.";
const A_CENTURY = 36_500;

/** Its own default of ten attempts keeps a user waiting for three minutes. */
const DEFAULTS = { CLAUDE_CODE_MAX_RETRIES: "4" };
const ALWAYS = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
  // One would hold the turn until it ends, and begin another round then, whose words took the place of the answer.
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: "1",
};
