import { mkdtempDisposable, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BotProcess, expect, freePort, startAnthropic, startTelegram, startTranscription } from "#harness";
import { bin } from "./assistant-stage.ts";

/** The assistant as an operator starts it with Claude Code and a transcription service, both of which ask the fakes. */
export async function setClaudeAssistant(env: Readonly<Record<string, string>> = {}) {
  const disposal = new AsyncDisposableStack();
  const { path: directory } = disposal.use(await mkdtempDisposable(join(tmpdir(), "claude-assistant-")));
  const anthropic = disposal.use(await startAnthropic());
  const transcription = disposal.use(await startTranscription());
  const telegram = disposal.use(await startTelegram());
  const port = await freePort();
  const account = telegram.bot({ username: "holdfast_bot", idleProbe: `http://127.0.0.1:${port}/healthz` });
  const [alice, bob] = [telegram.user({ firstName: "Alice" }), telegram.user({ firstName: "Bob" })];
  const bot = disposal.use(
    new BotProcess({
      telegram,
      account,
      command: [process.execPath, bin, "start"],
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        TELEGRAM_TOKEN: account.token,
        TELEGRAM_API_ROOT: telegram.apiRoot,
        PORT: String(port),
        ALLOWED_USER_IDS: `${alice.id},${bob.id}`,
        AGENT: "claude",
        WORKSPACE: join(directory, "workspaces"),
        TRANSCRIBER: "openai",
        TRANSCRIBER_URL: transcription.url,
        TRANSCRIBER_KEY: transcription.apiKey,
        ...anthropic.env,
        ...env,
      },
    }),
  );
  await bot.start();
  return {
    telegram,
    anthropic,
    transcription,
    bot,
    alice,
    bob,
    directory,
    /** A first turn, by which later ones show whether the conversation is still the same. */
    async acquaint(): Promise<void> {
      anthropic.when("My cat is Ada.").say("Noted.");
      await alice.send("My cat is Ada.");
      await expect(alice).toSee(/^Noted\.$/, { within: 60_000 });
    },
    /** The processes of Claude Code and of what it has started: known by the directory that only they are told of. */
    async agents(): Promise<number[]> {
      const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
      const variables = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")));
      const isTheirs = (text = "") => text.includes("HOLDFAST_TURN=") && text.includes(directory);
      return pids.filter((_, index) => isTheirs(variables[index])).map(Number);
    },
    async [Symbol.asyncDispose]() {
      await disposal.disposeAsync();
      for (const fake of [telegram, anthropic, transcription]) fake.assertSound();
    },
  };
}
