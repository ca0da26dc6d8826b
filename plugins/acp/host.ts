import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AgentProcess, type AgentWork, agentEnvironment, type Sandbox, sureOfWorkspace } from "#core";
import type { AcpOptions } from "./acp-options.ts";
import { Connection, type ConnectionParts } from "./connection.ts";
import type { Sdk } from "./load-sdk.ts";
import { programsOf } from "./programs-of.ts";

export interface Talk extends Pick<ConnectionParts, "signal">, Partial<Pick<ConnectionParts, "told" | "asked">> {
  /** Its home directory, which is made if need be. */
  readonly home: string;
  readonly workspace: string;
  /** Default: one that tells it from what works for turns. */
  readonly marker?: AgentWork["marker"];
}

/** Starts the agent's processes: what each may see, where it is at home. */
export class Host {
  readonly beginsWithinMs: number;

  constructor(
    private readonly options: AcpOptions,
    private readonly sdk: Sdk,
    private readonly sandbox: Sandbox | undefined,
  ) {
    this.beginsWithinMs = options.beginsWithinMs ?? BEGINS_WITHIN_MS;
  }

  homeOf(userId: number): string {
    return join(this.options.directory, String(userId));
  }

  /** Has a process of the agent for as long as `talk` takes; in the end none is left. @throws {AgentFailed} */
  async talk<T>(parts: Talk, talk: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.connect(parts);
    try {
      return await talk(connection);
    } finally {
      await connection.end();
    }
  }

  private async connect({ home, workspace, marker = aside(), ...talk }: Talk): Promise<Connection> {
    const { command, environment, passed, authMethod, directory, hidden = [] } = this.options;
    await mkdir(home, { recursive: true, mode: 0o700 });
    await sureOfWorkspace(workspace);
    const process = new AgentProcess({
      marker,
      sandbox: this.sandbox,
      directories: [workspace, home],
      seen: programsOf(command, environment.PATH),
      hidden: [directory, ...hidden],
      endsWithinMs: ENDS_WITHIN_MS,
    });
    const { signal, told = () => {}, asked = async () => undefined } = talk;
    return Connection.open({
      signal,
      told,
      asked,
      sdk: this.sdk,
      process,
      command,
      cwd: workspace,
      env: { ...agentEnvironment(environment, passed), HOME: home },
      authMethod,
      beginsWithinMs: this.beginsWithinMs,
    });
  }
}

const aside = () => ({ HOLDFAST_TURN: `aside/${randomUUID()}` });

const BEGINS_WITHIN_MS = 60_000;
const ENDS_WITHIN_MS = 1_000;
