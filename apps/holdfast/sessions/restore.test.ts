import { existsSync, globSync } from "node:fs";
import { copyFile, readFile, stat, truncate, writeFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { openSessions, silentLog } from "#core";
import { backendFromAddress } from "#stores";
import { Desk } from "./command.fixture.ts";

/** Alice with three turns, one of them unfinished, and an update of hers that waits. */
async function fill(desk: Desk): Promise<void> {
  await desk.open(async (backend) => {
    await openSessions(backend).update(111, (session) => {
      session.begin("user_111_0123abcd");
      session.countTurn();
      session.countTurn();
      session.acceptPrompt({ id: "t1", chatId: 111 });
      session.startTurn("t1");
    });
    await backend.compareAndSet("prompt:t1", undefined, "What is the time?");
    await backend.log.append([{ id: "7", payload: '{"update_id":7}', at: 1 }]);
  });
}

async function sessionOf(desk: Desk, userId: number, address = desk.address) {
  const backend = backendFromAddress(address);
  await backend.open(silentLog);
  const session = await openSessions(backend).read(userId);
  await backend.close();
  return session && { id: session.id, turnCount: session.turnCount, turns: session.turns.map(({ state }) => state) };
}

const AS_BACKED_UP = { id: "user_111_0123abcd", turnCount: 3, turns: ["interrupted"] };

/** @returns where it was made. */
async function backUp(desk: Desk): Promise<string> {
  const { status, stdout } = await desk.sessions("backup");
  expect(status).toBe(0);
  return stdout.split("\n")[1] ?? "";
}

const countOn = (desk: Desk) =>
  desk.open((backend) => openSessions(backend).update(111, (session) => session.countTurn()));

describe("holdfast sessions backup", () => {
  test("says how many sessions it kept, and where; the backup is a store and is listed", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    expect((await desk.sessions("backups")).stdout).toMatch(/^There are no backups/);
    const { stdout } = await desk.sessions("backup");
    expect(stdout).toMatch(
      /^1 session backed up, \d+ kB, read back and found sound:\n.*backups\/bot_data-.*\.sqlite\n$/,
    );
    const path = stdout.split("\n")[1] ?? "";
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await desk.sessions("backups")).stdout).toContain(path);
    expect(await sessionOf(desk, 111, `sqlite:${path}`)).toEqual({ ...AS_BACKED_UP, turns: ["running"] });
  });

  test("writes over nothing", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    await writeFile(desk.path("kept.sqlite"), "precious");
    const { status, stderr } = await desk.sessions("backup", desk.path("kept.sqlite"));
    expect(status).toBe(1);
    expect(stderr).toContain("There is something at");
    expect(await readFile(desk.path("kept.sqlite"), "utf8")).toBe("precious");
  });

  test("tells of sessions that were damaged already", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    await desk.open((backend) => backend.compareAndSet("session:222", undefined, "torn"));
    expect((await desk.sessions("backup")).stdout).toContain("1 of them cannot be read");
  });
});

describe("holdfast sessions restore", () => {
  test("brings the sessions back, with unfinished turns waiting for their buttons, and keeps what was there", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const backup = await backUp(desk);
    await countOn(desk);
    const { status, stdout } = await desk.sessions("restore", backup);
    expect(status).toBe(0);
    expect(stdout).toContain("1 session restored.\n1 user finds unfinished work waiting for Retry or Discard.\n");
    expect(stdout).toContain("1 update of that time will not be answered again");
    expect(await sessionOf(desk, 111)).toEqual(AS_BACKED_UP);
    const kept = /is kept: (.*)/.exec(stdout)?.[1] ?? "";
    expect(await sessionOf(desk, 111, `sqlite:${kept}`)).toMatchObject({ turnCount: 4 });
    await desk.open(async (backend) => {
      expect(await backend.log.unfinished(10)).toEqual([]);
      expect(await backend.log.held(["7"])).toEqual(["7"]);
      expect(await backend.read("prompt:t1")).toBe("What is the time?");
    });
    expect((await stat(`${desk.directory}/sessions/bot_data.sqlite`)).mode & 0o777).toBe(0o600);
  });

  test("keeps waiting what waited, if asked to", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const { stdout } = await desk.sessions("restore", await backUp(desk), "--keep-inbox");
    expect(stdout).toContain("1 update of that time will be answered by the bot.");
    await desk.open(async (backend) => expect((await backend.log.unfinished(10)).map(({ id }) => id)).toEqual(["7"]));
  });

  test("changes nothing in a dry run, nor in the backup", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const backup = await backUp(desk);
    const bytes = await readFile(backup);
    await countOn(desk);
    const { stdout } = await desk.sessions("restore", backup, "--dry-run");
    expect(stdout).toContain("1 session would be restored; nothing was changed.");
    expect(await sessionOf(desk, 111)).toMatchObject({ turnCount: 4 });
    await desk.sessions("restore", backup);
    expect(await readFile(backup)).toEqual(bytes);
  });

  test("refuses while a bot works on the store", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const backup = await backUp(desk);
    await countOn(desk);
    const bot = backendFromAddress(desk.address);
    await bot.open(silentLog);
    await bot.own(() => {});
    const { status, stderr } = await desk.sessions("restore", backup);
    await bot.close();
    expect(status).toBe(1);
    expect(stderr).toContain("is held by a bot that is running. Stop the bot, then try again.");
    expect(await sessionOf(desk, 111)).toMatchObject({ turnCount: 4 });
    expect(globSync(`${desk.directory}/sessions/*restor*`)).toEqual([]);
  });

  test("works where the store is lost, or damaged", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const backup = await backUp(desk);
    await truncate(`${desk.directory}/sessions/bot_data.sqlite`, 5_000);
    expect((await desk.sessions("restore", backup)).stdout).toContain("1 session restored.");
    expect(await sessionOf(desk, 111)).toEqual(AS_BACKED_UP);
    await using elsewhere = await Desk.set(`sqlite:${desk.path("new/bot.sqlite")}`);
    const { stdout } = await elsewhere.sessions("restore", backup);
    expect(stdout).not.toContain("is kept");
    expect(await sessionOf(elsewhere, 111)).toEqual(AS_BACKED_UP);
  });

  test("refuses what is no backup, damaged, or of a later version, and touches nothing", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const backup = await backUp(desk);
    await countOn(desk);
    await writeFile(desk.path("text.sqlite"), "no database at all".repeat(100));
    await copyFile(backup, desk.path("cut.sqlite"));
    await truncate(desk.path("cut.sqlite"), 20_000);
    await copyFile(backup, desk.path("newer.sqlite"));
    const newer = new DatabaseSync(desk.path("newer.sqlite"));
    newer.exec("PRAGMA user_version = 99");
    newer.close();
    for (const [name, reason] of [
      ["missing.sqlite", "There is no backup at"],
      ["text.sqlite", "is damaged, or no SQLite database"],
      ["cut.sqlite", "is damaged"],
      ["newer.sqlite", "was written by a later version of Holdfast"],
    ] as const) {
      const { status, stderr } = await desk.sessions("restore", desk.path(name));
      expect(status).toBe(1);
      expect(stderr).toContain(reason);
    }
    expect(await sessionOf(desk, 111)).toMatchObject({ turnCount: 4 });
    expect(existsSync(desk.path("missing.sqlite"))).toBe(false);
  });
});
