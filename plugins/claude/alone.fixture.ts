import { mkdir, mkdtempDisposable, realpath, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startAnthropic } from "#harness";
import { type AskOptions, alone } from "../alone.fixture.ts";
import { ClaudeAgent, type ClaudeOptions } from "./index.ts";

export interface AloneOptions extends Partial<ClaudeOptions> {
  /** In its workspace, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Beside its workspace. */
  readonly beside?: Readonly<Record<string, string>>;
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
  const claude = alone(agent, { workspace, marker: environment?.TELEGRAM_TOKEN ? "bot/turn" : `bot/${path}` });
  return {
    ...claude,
    anthropic,
    /** What its workspace is in. */
    root: path,
    workspace,
    async run(prompt: string, options?: AskOptions) {
      const ran = await claude.run(prompt, options);
      return { ...ran, history: anthropic.requests.at(-1)?.history ?? [] };
    },
    [Symbol.asyncDispose]: () => disposal.disposeAsync(),
  };
}
