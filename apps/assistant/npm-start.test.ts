import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { freePort, expect as see, startTelegram } from "#harness";

const root = join(import.meta.dirname, "../..");

test("SIGTERM to npm start stops the bot itself, and leaves nobody behind", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "npm-start-"));
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "npm_bot" });
  const port = await freePort();
  const env = {
    ...process.env,
    TELEGRAM_TOKEN: token,
    TELEGRAM_API_ROOT: telegram.apiRoot,
    PORT: String(port),
    SESSION_STORE: `sqlite:${directory.path}/bot.sqlite`,
  };
  const npm = spawn("npm", ["start", "--ignore-scripts"], { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  npm.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("/status");
  await see(alice).toSee("Current Status", { within: 20_000 });
  const ended = once(npm.stdout, "close");
  npm.kill("SIGTERM");
  // The bot holds the pipe: it closes when the bot has ended, not when npm has.
  await ended;
  expect(output).toContain('"msg":"stopped"');
  await vi.waitFor(() => expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow());
});
