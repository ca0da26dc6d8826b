import { randomUUID } from "node:crypto";
import { mkdir, mkdtempDisposable, readdir, readFile, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AgentTurn, ApprovalRequest, Decision } from "#core";
import { startAnthropic } from "#harness";
import { ClaudeAgent, type ClaudeOptions } from "./index.ts";

export interface AloneOptions extends Partial<ClaudeOptions> {
  /** In its workspace, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Beside its workspace. */
  readonly beside?: Readonly<Record<string, string>>;
}

export interface AskOptions
  extends Partial<Pick<AgentTurn, "id" | "isRetry" | "signal" | "conversation" | "attachments" | "budgetUsd">> {
  /** What it is told whenever it asks. Default: `once`. */
  readonly decision?: Decision;
}

/** The real Claude Code without a bot, against a fake Anthropic, in a workspace of its own. */
export async function setAlone({ files = {}, beside = {}, environment, ...options }: AloneOptions = {}) {
  const disposal = new AsyncDisposableStack();
  const { path } = disposal.use(await mkdtempDisposable(join(await realpath(tmpdir()), "alone-")));
  const anthropic = disposal.use(await startAnthropic());
  const [workspace, directory] = [join(path, "workspace"), join(path, "claude")];
  await mkdir(workspace);
  const inWorkspace = Object.entries(files).map(([name, text]) => [join("workspace", name), text] as const);
  for (const [name, text] of [...inWorkspace, ...Object.entries(beside)]) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), text);
  }
  const agent = await ClaudeAgent.load({
    directory,
    environment: {
      PATH: process.env.PATH,
      HOME: join(path, "somebody"),
      ...anthropic.env,
      CLAUDE_CODE_MAX_RETRIES: "0",
      ...environment,
    },
    ...options,
  });
  const turn = `bot/${path}`;
  const marker = environment?.TELEGRAM_TOKEN ? ("bot/turn" as const) : turn;
  const began: string[] = [];
  const work = {
    userId: 7,
    sessionId: "user_7_00000000",
    workspacePath: workspace,
    marker: { HOLDFAST_TURN: marker },
  };
  return {
    anthropic,
    /** What its workspace is in. */
    root: path,
    workspace,
    /** Ids of the conversations it began. */
    began,
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
        signal: new AbortController().signal,
        progress: () => {},
        step: ({ tool, line, state }) => void steps.push(`${tool} ${line} ${state}`),
        ask: async (request) => {
          asked.push(request);
          return decision;
        },
        began: async (id) => void began.push(id),
        ...more,
      });
      return { answer, asked, steps, began, history: anthropic.requests.at(-1)?.history ?? [] };
    },
    compact: (conversation: AgentTurn["conversation"], instructions?: string) =>
      agent.compact({ ...work, conversation, signal: new AbortController().signal }, instructions),
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
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
