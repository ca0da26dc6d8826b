import { spawnSync } from "node:child_process";
import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";

describe("the configuration", () => {
  test("names everything that is wrong in one message", () => {
    const wrong = { TELEGRAM_TOKEN: "nonsense", ALLOWED_USER_IDS: "1, x y,3", PORT: "http", LOG_LEVEL: "loud" };
    expect(() => readConfig(wrong)).toThrow(/TELEGRAM_TOKEN .*ALLOWED_USER_IDS has "x y".*PORT .*LOG_LEVEL /);
  });

  test("refuses a webhook without a token, instead of opening the playground", () => {
    expect(() => readConfig({ WEBHOOK_URL: "https://bot.example.com/hook" })).toThrow(/TELEGRAM_TOKEN is missing/);
  });

  test("names a wrong store among the rest, and never its password", () => {
    const wrong = { SESSION_STORE: "mysql://user:hunter2@host/x", PORT: "http" };
    expect(() => readConfig(wrong)).toThrow(
      /SESSION_STORE is wrong: No store goes by .*PORT is not|PORT is not.*SESSION_STORE is wrong/,
    );
    expect(() => readConfig(wrong)).toThrow(expect.not.stringContaining("hunter2"));
  });

  test("takes no other word for true", () => {
    expect(() => readConfig({ ALLOW_ALL_USERS: "yes" })).toThrow("ALLOW_ALL_USERS is neither true nor false");
  });

  test("lets a request for permission wait for half an hour, and takes another time", () => {
    expect(readConfig({}).approvalTimeoutMs).toBe(30 * 60_000);
    expect(readConfig({ APPROVAL_MINUTES: "5" }).approvalTimeoutMs).toBe(5 * 60_000);
    expect(() => readConfig({ APPROVAL_MINUTES: "0" })).toThrow("APPROVAL_MINUTES is not a number of minutes");
  });

  test("has limits to what may wait, and takes others", () => {
    expect(readConfig({}).limits).toEqual({ perUser: 1_000, inAll: 20_000 });
    expect(readConfig({ WAITING_PER_USER: "50" }).limits).toEqual({ perUser: 50, inAll: 20_000 });
    expect(() => readConfig({ WAITING_IN_ALL: "0" })).toThrow("WAITING_IN_ALL is not a number");
  });

  test("has limits to what the agent does and costs, and names a wrong one", () => {
    expect(readConfig({ USD_PER_DAY: "2.50" }).turnLimits).toEqual({
      atOnce: 20,
      waitingPerUser: 200,
      waitingInAll: 10_000,
      minutes: 120,
      usdPerUserAndDay: undefined,
      usdPerDay: 2.5,
    });
    for (const amount of ["0", "0.00", "-1", "much"])
      expect(() => readConfig({ USD_PER_DAY: amount })).toThrow("USD_PER_DAY is not an amount in US dollars");
    expect(() => readConfig({ TURNS_WAITING_PER_USER: "201" })).toThrow("TURNS_WAITING_PER_USER is more than 200");
  });

  test("means a relative path to Claude Code from where the bot is started", () => {
    expect(readConfig({ CLAUDE_EXECUTABLE: "bin/claude" }).claude.executable).toBe(join(process.cwd(), "bin/claude"));
    expect(readConfig({}).claude.executable).toBeUndefined();
  });

  test("takes an empty variable for one that is not set", () => {
    expect(readConfig({ ALLOWED_USER_IDS: "", TELEGRAM_TOKEN: " " })).toMatchObject({
      token: undefined,
      access: { open: true },
    });
  });

  test("never shows a token in its message", () => {
    expect(() => readConfig({ TELEGRAM_TOKEN: "123:abc secret", PORT: "x" })).toThrow(
      expect.not.stringContaining("secret"),
    );
  });
});

describe("the configuration of Claude Code", () => {
  test("gives each user a workspace of their own, and keeps conversations beside the store", () => {
    const { workspaces, claude } = readConfig({ AGENT: "claude", SESSION_STORE: "sqlite:/data/bot.sqlite" });
    expect(workspaces).toEqual({ root: "/workspace", perUser: true, shared: {} });
    expect(claude).toMatchObject({ directory: "/data/claude", permissionMode: "default" });
    expect(readConfig({}).workspaces.perUser).toBe(false);
  });

  test("takes shared workspaces by name", () => {
    const shared = { site: "/srv/site", docs: "/srv/my docs" };
    expect(readConfig({ WORKSPACES: "site=/srv/site, docs = /srv/my docs" }).workspaces.shared).toEqual(shared);
    expect(() => readConfig({ WORKSPACES: "site=srv" })).toThrow("WORKSPACES is not a list such as");
  });

  test("never passes the bot's own secrets on, not even by request", () => {
    expect(readConfig({ CLAUDE_ENVIRONMENT: "GH_TOKEN, NPM_TOKEN" }).claude.passed).toEqual(["GH_TOKEN", "NPM_TOKEN"]);
    expect(() => readConfig({ CLAUDE_ENVIRONMENT: "GH_TOKEN,TELEGRAM_TOKEN" })).toThrow(
      "CLAUDE_ENVIRONMENT has TELEGRAM_TOKEN, which an agent can't get",
    );
  });
});

describe("a .env file", () => {
  const bin = join(import.meta.dirname, "../../dist/apps/holdfast/bin.js");
  const start = (cwd: string) =>
    spawnSync(process.execPath, [bin, "start"], { cwd, env: {}, encoding: "utf8", timeout: 10_000 });

  test("is read although an editor has put a byte order mark before it", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "env-"));
    await writeFile(join(directory.path, ".env"), "\uFEFFTELEGRAM_TOKEN=nonsense\n");
    expect(start(directory.path)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("TELEGRAM_TOKEN does not look"),
    });
  });

  test("that can't be read ends the start with one line", async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), "env-"));
    await mkdir(join(directory.path, ".env"));
    const { status, stderr } = start(directory.path);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^The file \.env can't be read: .*\n$/);
  });
});

test("a command does not create the store it looks at", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "look-"));
  const bin = join(import.meta.dirname, "../../dist/apps/holdfast/bin.js");
  const looked = spawnSync(process.execPath, [bin, "inbox", "list"], {
    cwd: directory.path,
    env: {},
    encoding: "utf8",
  });
  expect(looked.status).toBe(1);
  expect(looked.stderr).toContain(`There is no store at ${join(directory.path, "sessions/bot_data.sqlite")}.`);
});
