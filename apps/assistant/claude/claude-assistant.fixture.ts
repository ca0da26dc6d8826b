import { glob, mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, vi } from "vitest";
import { BotProcess, expect, freePort, startAnthropic, startTelegram, startTranscription } from "#harness";
import { RedisProcess } from "#stores/testing";
import { type Column, POLLING_SQLITE } from "../../acceptance/stage/column.ts";
import { environmentFor } from "../../acceptance/stage/environment.ts";
import { bin } from "../testing/assistant-stage.ts";

/** Each turn starts processes of hundreds of MB, on whatever else the machine is doing. */
export const SOON = { within: 60_000 };

/** What Claude Code is told of a request that it has already, at Retry. */
export const RETRIED = /You were interrupted/;

export interface ClaudeAssistantOptions {
  readonly column?: Column;
  /** Beside what an operator sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** false: the test starts the bot itself. */
  readonly started?: false;
}

/** The assistant as an operator starts it with Claude Code and a transcription service, both of which ask the fakes. */
export async function setClaudeAssistant(options: ClaudeAssistantOptions = {}) {
  const { column = POLLING_SQLITE, env, started = true } = options;
  const disposal = new AsyncDisposableStack();
  const { path: directory } = disposal.use(await mkdtempDisposable(join(tmpdir(), "claude-assistant-")));
  const telegram = disposal.use(await startTelegram());
  const anthropic = disposal.use(await startAnthropic({ telegram }));
  const transcription = disposal.use(await startTranscription({ telegram }));
  const redis = column.store === "redis" ? disposal.use(await RedisProcess.start()) : undefined;
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const [alice, bob] = [telegram.user({ firstName: "Alice" }), telegram.user({ firstName: "Bob" })];
  const workspaces = join(directory, "workspaces");
  const { token } = account;
  const anotherBot = () =>
    disposal.use(
      new BotProcess({
        telegram,
        account,
        command: [process.execPath, bin, "start"],
        cwd: directory,
        env: {
          ...environmentFor({ column, token, apiRoot: telegram.apiRoot, port, redisUrl: redis?.url }),
          HOME: directory,
          ALLOWED_USER_IDS: `${alice.id},${bob.id}`,
          AGENT: "claude",
          WORKSPACE: workspaces,
          TRANSCRIBER: "openai",
          TRANSCRIBER_URL: transcription.url,
          TRANSCRIBER_KEY: transcription.apiKey,
          ...anthropic.env,
          ...env,
        },
      }),
    );
  const bot = anotherBot();
  if (started) await bot.start();
  return {
    telegram,
    anthropic,
    transcription,
    account,
    bot,
    /** One more on the same store and account, not yet started. */
    anotherBot,
    alice,
    bob,
    workspaces,
    /** A first turn, by which later ones show whether the conversation is still the same. */
    async acquaint(): Promise<void> {
      anthropic.when("My cat is Ada.").say("Noted.");
      await alice.send("My cat is Ada.");
      await expect(alice).toSee(/^Noted\.$/, SOON);
    },
    /**
     * Resolves when Claude Code keeps this in a conversation, which is a moment after its model was asked: whoever kills
     * it before that has to say it again.
     */
    async kept(words: string): Promise<void> {
      const conversations = async () => {
        let text = "";
        for await (const file of glob("**/projects/*/*.jsonl", { cwd: directory }))
          text += await readFile(join(directory, file), "utf8");
        return text;
      };
      await vi.waitFor(async () => assert(await conversations()).toContain(words), { timeout: 20_000 });
    },
    /** The processes of Claude Code and of what it has started: known by the directory that only they are told of. */
    async agents(): Promise<{ readonly pid: number; readonly command: string }[]> {
      const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      const read = (pid: string, name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
      const all = pids.map(async (pid) => {
        const variables = await read(pid, "environ");
        const isTheirs = variables.includes("HOLDFAST_TURN=") && variables.includes(directory);
        return isTheirs ? [{ pid: Number(pid), command: await read(pid, "cmdline") }] : [];
      });
      return (await Promise.all(all)).flat();
    },
    async [Symbol.asyncDispose]() {
      await disposal.disposeAsync();
      telegram.assertSound();
    },
  };
}
