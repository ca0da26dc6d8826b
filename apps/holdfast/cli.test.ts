import { spawnSync } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Composer, Context } from "grammy";
import { describe, expect, test } from "vitest";
import { Agent, createBot, listAside, type Plugin, silentLog } from "#core";
import { expect as see, startTelegram } from "#harness";
import { ChatPlugin, EchoAgent } from "#plugins";
import { sqliteBackend } from "#stores";

const bin = join(import.meta.dirname, "../../dist/apps/holdfast/bin.js");

function holdfast(
  args: readonly string[],
  { node = [] as string[], ...options }: { node?: string[]; cwd?: string } = {},
) {
  const env = { PATH: process.env.PATH };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...node, bin, ...args], {
    ...options,
    env,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

describe("the holdfast command", () => {
  test("tells what it can do", () => {
    const { status, stdout } = holdfast(["--help"]);
    expect(status).toBe(0);
    for (const command of ["start", "play", "accept", "inbox", "audit", "sessions"])
      expect(stdout).toContain(`  ${command}`);
  });

  test("tells its version", () => {
    expect(holdfast(["--version"])).toEqual({ status: 0, stdout: "0.1.0\n", stderr: "" });
  });

  test("says in one line which Node it needs on an older one", () => {
    const old = 'Object.defineProperty(process.versions, "node", { value: "20.20.2" })';
    const { status, stderr } = holdfast(["--version"], {
      node: ["--import", `data:text/javascript,${encodeURIComponent(old)}`],
    });
    expect(status).toBe(1);
    expect(stderr).toBe("holdfast needs Node 22.19 or newer; this is 20.20.2.\n");
  });

  test("does not know a command by another name", () => {
    expect(holdfast(["strt"])).toMatchObject({ status: 1, stderr: expect.stringContaining("unknown command 'strt'") });
  });
});

class CrankyPlugin implements Plugin {
  readonly name = "cranky";
  static broken = true;
  install(bot: Composer<Context>): void {
    bot.on("message:text", async (ctx) => {
      if (CrankyPlugin.broken) throw new Error("not today");
      await ctx.reply(`did ${ctx.msg.text}`);
    });
  }
}

test("holdfast inbox lists what was set aside, puts it back into a running bot, and drops it", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "inbox-"));
  const cwd = directory.path;
  const file = join(cwd, "sessions/bot_data.sqlite");
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "cranky_bot" });
  const bot = createBot({
    token,
    apiRoot: telegram.apiRoot,
    backend: sqliteBackend({ file }),
    plugins: [CrankyPlugin],
  });
  await bot.start();
  const alice = telegram.user({ firstName: "Alice" });
  for (const text of ["one", "two"]) {
    await alice.send(text);
    await see(alice).toSee("Something went wrong", { within: 5_000 });
  }
  const { stdout } = holdfast(["inbox", "list"], { cwd });
  const ids = [...stdout.matchAll(/^(\S+) .* cranky +Error: not today$/gm)].map(([, id = ""]) => id);
  expect(ids).toHaveLength(2);

  CrankyPlugin.broken = false;
  expect(holdfast(["inbox", "retry", ids[0] ?? ""], { cwd })).toMatchObject({
    status: 0,
    stdout: `${ids[0]} is back in the inbox.\n`,
  });
  await see(alice).toSee("did one", { within: 10_000 });
  expect(holdfast(["inbox", "drop", ids[1] ?? ""], { cwd })).toMatchObject({
    status: 0,
    stdout: `${ids[1]} is dropped.\n`,
  });
  expect(holdfast(["inbox", "drop", ids[1] ?? ""], { cwd }).status).toBe(1);
  expect(holdfast(["inbox", "list"], { cwd }).stdout).toBe("Nothing was set aside.\n");
  await bot.stop();

  const backend = sqliteBackend({ file });
  await backend.open(silentLog);
  expect(await listAside(backend)).toEqual([]);
  await backend.close();
});

test("holdfast audit lists what an agent asked permission for, and what was said", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "audit-"));
  const cwd = directory.path;
  await using telegram = await startTelegram();
  const { token } = telegram.bot({ username: "asking_bot" });
  const bot = createBot({
    token,
    apiRoot: telegram.apiRoot,
    backend: sqliteBackend({ file: join(cwd, "sessions/bot_data.sqlite") }),
    plugins: [ChatPlugin],
    provide: (container) => container.registerInstance<Agent>(Agent, new EchoAgent()),
  });
  await bot.start();
  expect(holdfast(["audit"], { cwd }).stdout).toBe("Nothing was asked for yet.\n");
  const alice = telegram.user({ firstName: "Alice" });
  await alice.send("ask git push");
  await alice.press("Allow once");
  await see(alice).toSee("I would now run: git push", { within: 5_000 });
  const lines = holdfast(["audit"], { cwd }).stdout.trim().split("\n");
  expect(lines.map((line) => line.replace(/^\S+/, "(time)").replace(/\(\S+\)$/, "(id)"))).toEqual([
    `(time)  user ${alice.id}  asked  Bash  Run a command  (id)`,
    `(time)  user ${alice.id}  allowed once  Bash  Run a command  (id)`,
  ]);
  expect(JSON.parse(holdfast(["audit", "--json"], { cwd }).stdout)[0]).toMatchObject({ detail: "git push" });
  await bot.stop();
});
