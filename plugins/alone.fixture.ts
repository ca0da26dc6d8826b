import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { Agent, AgentTurn, AgentWork, ApprovalRequest, Decision } from "#core";

export interface AskOptions
  extends Partial<Pick<AgentTurn, "id" | "isRetry" | "signal" | "conversation" | "attachments" | "budgetUsd">> {
  /** What it is told whenever it asks. Default: `once`. */
  readonly decision?: Decision;
  /** Hears the answer as it grows. */
  readonly progress?: AgentTurn["progress"];
}

/** An agent without a bot, which works for one user. @param marker tells its processes from others. */
export function alone(agent: Agent, { workspace, marker }: { readonly workspace: string; readonly marker: string }) {
  const began: string[] = [];
  const lost: string[] = [];
  const work = {
    userId: 7,
    sessionId: "user_7_00000000",
    workspacePath: workspace,
    marker: { HOLDFAST_TURN: marker },
    signal: new AbortController().signal,
  } satisfies Partial<AgentWork>;
  return {
    /** Ids of the conversations it began. */
    began,
    /** Those of them that stand in place of one that it could not find. */
    lost,
    /** The latest of them, as a session keeps it when it was answered in that often. */
    conversation: (turns = 1, costUsd = 0) => ({ id: began.at(-1) ?? "", turns, costUsd }),
    async run(prompt: string, { decision = "once", ...more }: AskOptions = {}) {
      const asked: ApprovalRequest[] = [];
      const steps: string[] = [];
      const answer = await agent.run({
        ...work,
        id: randomUUID(),
        isRetry: false,
        prompt,
        attachments: [],
        conversation: undefined,
        progress: () => {},
        step: ({ tool, line, state }) => void steps.push(`${tool} ${line} ${state}`),
        ask: async (request) => {
          asked.push(request);
          return decision;
        },
        began: async (id, inPlaceOfLost = false) => {
          began.push(id);
          if (inPlaceOfLost) lost.push(id);
        },
        ...more,
      });
      return { answer, asked, steps, began };
    },
    compact: (conversation: AgentTurn["conversation"], instructions?: string) =>
      agent.compact({ ...work, conversation }, instructions),
    /** What still runs of it. */
    async processes(): Promise<number[]> {
      const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      const found: number[] = [];
      for (const pid of pids) {
        const variables = await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "");
        if (variables.split("\0").includes(`HOLDFAST_TURN=${marker}`)) found.push(Number(pid));
      }
      return found;
    },
  };
}
