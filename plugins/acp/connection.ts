import type { ClientConnection } from "@agentclientprotocol/sdk";
import { AgentFailed, type AgentProcess } from "#core";
import { AgentUnfit, failureOf } from "./failure-of.ts";
import { listen } from "./listen.ts";
import type { Sdk } from "./load-sdk.ts";
import { type Initialized, initializedSchema, type PermissionAsked, type Update } from "./messages.ts";

export interface ConnectionParts {
  readonly sdk: Sdk;
  readonly process: AgentProcess;
  readonly command: readonly [program: string, ...args: readonly string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** How long each step may take before the agent is asked something, in ms. */
  readonly beginsWithinMs: number;
  /** By which of the ways that the agent offers to log in. Default: none, it has what it needs. */
  readonly authMethod?: string;
  /** Ends the process when it is no longer wanted. */
  readonly signal: AbortSignal;
  told(update: Update): void;
  /** @returns the option chosen; undefined: none. */
  asked(request: PermissionAsked): Promise<string | undefined>;
}

/** A process of the agent that has introduced itself, and the talk with it. */
export class Connection {
  private introduction: Initialized | undefined;

  private constructor(
    private readonly parts: ConnectionParts,
    private readonly acp: ClientConnection,
    private readonly hangUp: () => void,
    private readonly heard: () => string,
  ) {}

  /** What the agent has said of itself. */
  get agent(): Initialized {
    if (!this.introduction) throw new Error("The agent has not introduced itself.");
    return this.introduction;
  }

  /** @throws {AgentFailed} and then no process of it is left. */
  static async open(parts: ConnectionParts): Promise<Connection> {
    const [command, ...args] = parts.command;
    const child = parts.process.start({ command, args, cwd: parts.cwd, env: parts.env });
    let heard = "";
    child.stdout.on("data", (bytes: Buffer) => {
      if (heard.length < MOST_HEARD) heard += bytes.toString("utf8", 0, MOST_HEARD);
    });
    const acp = listen(child, parts);
    const connection = new Connection(
      parts,
      acp,
      () => child.stdin.end(),
      () => heard,
    );
    try {
      await connection.begin();
      return connection;
    } catch (error) {
      await connection.end();
      throw error;
    }
  }

  /**
   * @param withinMs undefined: as long as it takes.
   * @throws {ConversationUnknown} @throws {AgentFailed}
   */
  async request(method: string, params: object, withinMs?: number): Promise<unknown> {
    const late = Promise.withResolvers<never>();
    const timer = withinMs === undefined ? undefined : setTimeout(() => late.reject(new Late(withinMs)), withinMs);
    const unwanted = () => late.reject(this.parts.signal.reason);
    if (withinMs !== undefined) this.parts.signal.addEventListener("abort", unwanted);
    try {
      if (withinMs !== undefined) this.parts.signal.throwIfAborted();
      return await Promise.race([this.acp.agent.request<unknown, object>(method, params), late.promise]);
    } catch (error) {
      throw this.failureOf(error);
    } finally {
      clearTimeout(timer);
      this.parts.signal.removeEventListener("abort", unwanted);
    }
  }

  /** Has it stop what it does; the request for that is then answered. */
  async cancel(sessionId: string): Promise<void> {
    await this.acp.agent.notify("session/cancel", { sessionId }).catch(() => {});
  }

  /** Breaks off: what it has not answered by now is never answered. */
  close(): void {
    this.acp.close();
    this.hangUp();
  }

  /** Resolves when no process of it is left. */
  async end(): Promise<void> {
    this.close();
    await this.parts.process.end();
  }

  private async begin(): Promise<void> {
    const { sdk, beginsWithinMs, authMethod } = this.parts;
    // Neither files nor terminals: it works with its own hands, in its sandbox, and not with those of the bot.
    const hello = {
      protocolVersion: sdk.PROTOCOL_VERSION,
      clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
      clientInfo: { name: "holdfast", version: "0" },
    };
    const answer = initializedSchema.safeParse(await this.request("initialize", hello, beginsWithinMs));
    if (!answer.success)
      throw new AgentUnfit("The agent does not answer as the Agent Client Protocol has it.", answer.error);
    const { protocolVersion } = answer.data;
    if (protocolVersion !== sdk.PROTOCOL_VERSION)
      throw new AgentUnfit(
        `The agent speaks version ${protocolVersion} of the Agent Client Protocol, not ${sdk.PROTOCOL_VERSION}.`,
      );
    this.introduction = answer.data;
    if (authMethod !== undefined) await this.request("authenticate", { methodId: authMethod }, beginsWithinMs);
  }

  private failureOf(error: unknown): unknown {
    const { sdk, signal, process } = this.parts;
    if (error instanceof sdk.RequestError) return failureOf(error);
    if (signal.aborted) return signal.reason;
    const heard = this.introduction ? "" : this.heard().trim();
    const details = [process.complaint, heard && `It wrote: ${heard}`].filter(Boolean).join("\n");
    const cause = details ? new Error(details, { cause: error }) : error;
    if (error instanceof Late) return new AgentFailed(error.message, { cause, isPassing: true });
    return new AgentFailed("The agent stopped unexpectedly.", { cause, isPassing: true });
  }
}

class Late extends Error {
  constructor(ms: number) {
    super(`The agent was not ready within ${Math.ceil(ms / 1_000)} s.`);
  }
}

const MOST_HEARD = 500;
