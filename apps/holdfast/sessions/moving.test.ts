import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { openSessions } from "#core";
import { Desk } from "./command.fixture.ts";

/** Alice has work unfinished, Bob has been there. */
async function fill(desk: Desk): Promise<void> {
  await desk.open(async (backend) => {
    const sessions = openSessions(backend);
    await backend.compareAndSet("prompt:t1", undefined, "unfinished business");
    await sessions.update(111, (session) => {
      session.begin("user_111_0123abcd");
      session.acceptPrompt({ id: "t1", chatId: 111 });
      session.touch(Date.UTC(2026, 1, 4));
    });
    await sessions.update(222, (session) => session.touch(Date.UTC(2026, 1, 5)));
  });
}

const touch = (desk: Desk, userId: number, month: number) =>
  desk.open((backend) => openSessions(backend).update(userId, (session) => session.touch(Date.UTC(2026, month, 1))));

describe("holdfast sessions export and import", () => {
  test("move all sessions into a store that is not there yet, by a file for its owner alone", async () => {
    await using from = await Desk.set();
    await fill(from);
    const file = from.path("users.jsonl");
    expect(await from.sessions("export", file)).toEqual({ status: 0, stdout: "", stderr: "2 sessions exported.\n" });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(from.directory)).toEqual(["sessions", "users.jsonl"]);

    await using to = await Desk.set();
    expect(await to.sessions("import", file, "--dry-run")).toMatchObject({
      status: 0,
      stdout: "Nothing was changed. It would be: 2 created.\n",
    });
    expect(await readdir(to.directory), "after the dry run").toEqual([]);
    expect(await to.sessions("import", file)).toEqual({ status: 0, stdout: "Sessions: 2 created.\n", stderr: "" });
    await to.open(async (backend) => {
      const session = await openSessions(backend).read(111);
      expect(session).toMatchObject({ id: "user_111_0123abcd", turns: [{ id: "t1", state: "interrupted" }] });
      expect(await backend.read("prompt:t1")).toBe("unfinished business");
    });
  });

  test("fit into a pipe, and the second time change nothing", async () => {
    await using from = await Desk.set();
    await fill(from);
    const { stdout } = from.process("", "export");
    expect(stdout.trimEnd().split("\n")).toHaveLength(4);
    await using to = await Desk.set();
    expect(to.process(stdout, "import", "-")).toEqual({ status: 0, stdout: "Sessions: 2 created.\n", stderr: "" });
    await writeFile(to.path("users.jsonl"), stdout);
    expect(await to.sessions("import", to.path("users.jsonl"))).toMatchObject({
      stdout: "Sessions: 0 created, 2 unchanged.\n",
    });
  });

  test("take in more than are written together, each once", async () => {
    await using from = await Desk.set();
    const users = 250;
    await from.open((backend) => {
      const sessions = openSessions(backend);
      const all = Array.from({ length: users }, (_, index) => index + 1);
      return Promise.all(all.map((userId) => sessions.update(userId, (session) => session.touch(userId * 60_000))));
    });
    await from.sessions("export", from.path("users.jsonl"));
    await using to = await Desk.set();
    expect((await to.sessions("import", from.path("users.jsonl"))).stdout).toBe("Sessions: 250 created.\n");
    const [there, here] = [await from.sessions("list"), await to.sessions("list")];
    expect(here.stdout).toBe(there.stdout);
    expect(here.stdout.split("\n")).toHaveLength(users + 2);
  });

  test("say of each user whom both know which session stays", async () => {
    await using from = await Desk.set();
    await touch(from, 1, 1);
    await touch(from, 2, 3);
    await using to = await Desk.set();
    for (const userId of [1, 2, 3]) await touch(to, userId, 2);
    const file = to.path("users.jsonl");
    await from.sessions("export", file);
    const imported = async (...options: string[]) => (await to.sessions("import", file, ...options)).stdout;
    expect(await imported("--dry-run")).toBe(
      "would keep 1: it was active later\nwould replace 2: the imported one was active later\n" +
        "Nothing was changed. It would be: 0 created, 1 replaced, 1 kept.\n",
    );
    expect(await imported()).toBe(
      "kept 1: it was active later\nreplaced 2: the imported one was active later\n" +
        "Sessions: 0 created, 1 replaced, 1 kept.\n",
    );
    expect(await imported("--replace", "--dry-run")).toBe(
      "would remove 3: not in the file\nNothing was changed. It would be: 0 created, 1 replaced, 1 unchanged, 1 removed.\n",
    );
    expect(await imported("--replace")).toBe(
      "removed 3: not in the file\nSessions: 0 created, 1 replaced, 1 unchanged, 1 removed.\n",
    );
    const [first = ""] = (await to.sessions("list", "--json")).stdout.split("\n");
    expect(JSON.parse(first)).toMatchObject({ userId: 1, lastActive: "2026-02-01T00:00:00.000Z" });
  });

  test("with --replace wait for the bot to be stopped", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const file = desk.path("users.jsonl");
    await desk.sessions("export", file);
    await desk.open(async (backend) => {
      await backend.own(() => {});
      expect(await desk.sessions("import", file, "--replace")).toEqual({
        status: 1,
        stdout: "",
        stderr: expect.stringMatching(
          /is held by a bot that is running\. Stop the bot, run this again, then start it\.\n$/,
        ),
      });
      expect((await desk.sessions("import", file, "--replace", "--dry-run")).status).toBe(0);
      expect((await desk.sessions("import", file)).status).toBe(0);
    });
  });

  test("take in nothing of a file that is wrong, and say why", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const file = desk.path("users.jsonl");
    await desk.sessions("export", file);
    const lines = (await readFile(file, "utf8")).split("\n");
    await using empty = await Desk.set();
    await writeFile(empty.path("torn.jsonl"), [lines[0], lines[1], lines[2]?.slice(0, 50)].join("\n"));
    const refusals: [string, RegExp][] = [
      [empty.path("torn.jsonl"), /^Line 3 of \S+torn\.jsonl is torn\. Nothing was imported\./],
      [empty.path("none.jsonl"), /^\S+none\.jsonl can't be read: there is no such file\. /],
      [empty.directory, /can't be read: it is a directory\. /],
      [
        "/etc/passwd",
        /^\/etc\/passwd is neither a file of sessions nor a pickle\. Nothing was imported\. Is it the right file\?\n$/,
      ],
    ];
    for (const [wrong, message] of refusals) {
      expect(await empty.sessions("import", wrong)).toEqual({
        status: 1,
        stdout: "",
        stderr: expect.stringMatching(message),
      });
    }
    expect(await readdir(empty.directory)).toEqual(["torn.jsonl"]);
  });

  test("leave out what can't be read, say so and exit 1; what was exported before stays when that fails", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    await desk.open((backend) => backend.compareAndSet("session:333", undefined, "torn"));
    const file = desk.path("users.jsonl");
    expect(await desk.sessions("export", file)).toEqual({
      status: 1,
      stdout: "",
      stderr: "left out 333: damaged: not JSON\n2 sessions exported; 1 could not be read and were left out.\n",
    });
    expect((await readFile(file, "utf8")).split("\n")).toHaveLength(5);
    expect(await desk.sessions("export", desk.path("nowhere/users.jsonl"))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("nowhere/users.jsonl: its directory does not exist. Choose another place."),
    });
  });
});
