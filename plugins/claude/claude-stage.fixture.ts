import { mkdtempDisposable, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FakeAnthropic, startAnthropic } from "#harness";
import { type Stage, type StageOptions, setStage } from "../stage.fixture.ts";
import { ClaudeAgent, type ClaudeOptions } from "./index.ts";

export interface ClaudeStage extends Stage {
  readonly anthropic: FakeAnthropic;
  /** Where the users' workspaces are. */
  readonly root: string;
  /** Removes all that Claude Code remembers, as somebody does who tidies up without looking. */
  forgetAll(): Promise<void>;
  /** Whether these words are in what Claude Code keeps. */
  remembers(words: string): Promise<boolean>;
}

export interface ClaudeStageOptions extends Partial<ClaudeOptions> {
  readonly bot?: StageOptions;
}

/** A bot with the real Claude Code, which talks to a fake Anthropic and has nothing of this machine's environment. */
export async function setClaudeStage({ bot, environment, ...options }: ClaudeStageOptions = {}): Promise<ClaudeStage> {
  const disposal = new AsyncDisposableStack();
  const { path } = disposal.use(await mkdtempDisposable(join(tmpdir(), "claude-")));
  const anthropic = disposal.use(await startAnthropic());
  const [root, directory] = [join(path, "workspaces"), join(path, "claude")];
  const agent = await ClaudeAgent.load({
    directory,
    environment: { PATH: process.env.PATH, HOME: path, ...anthropic.env, CLAUDE_CODE_MAX_RETRIES: "0", ...environment },
    ...options,
  });
  const stage = disposal.use(
    await setStage({ agent, access: onlyTheirs, workspaces: { root, perUser: true }, ...bot }),
  );
  const forgetAll = () => rm(directory, { recursive: true });
  const remembers = async (words: string) => {
    const files = await readdir(directory, { recursive: true, withFileTypes: true });
    const transcripts = files.filter(({ name }) => name.endsWith(".jsonl"));
    const texts = await Promise.all(
      transcripts.map(({ parentPath, name }) => readFile(join(parentPath, name), "utf8")),
    );
    return texts.some((text) => text.includes(`"${words}"`));
  };
  const dispose = () => disposal.disposeAsync();
  return { ...stage, anthropic, root, forgetAll, remembers, [Symbol.asyncDispose]: dispose };
}

const onlyTheirs = { open: false, allows: () => true };
