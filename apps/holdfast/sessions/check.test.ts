import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { type Backend, openSessions } from "#core";
import { Desk } from "./command.fixture.ts";

/** Users at rest, and one in the midst of work. */
async function fill(backend: Backend, users: number): Promise<void> {
  const sessions = openSessions(backend);
  await Promise.all(
    Array.from({ length: users }, (_, index) =>
      sessions.update(index + 1, (session) => session.touch(Date.UTC(2026, 1, 4))),
    ),
  );
  await backend.compareAndSet("prompt:t1", undefined, "still to do");
  await sessions.update(1, (session) => {
    session.begin("user_1_01234567");
    session.acceptPrompt({ id: "t1", chatId: 1 });
  });
}

describe("holdfast sessions check", () => {
  test("finds nothing wrong with a store in use", async () => {
    await using desk = await Desk.set();
    await desk.open((backend) => fill(backend, 450));
    expect(await desk.sessions("check")).toEqual({
      status: 0,
      stdout: "450 sessions checked, nothing is wrong.\n",
      stderr: "",
    });
  });

  test("names every session that can't be used as it is, and what to do about it", async () => {
    await using desk = await Desk.set();
    await desk.open(async (backend) => {
      await fill(backend, 2);
      const whole = (await backend.read("session:2")) ?? "";
      await backend.compareAndSet("session:3", undefined, whole.replace("turnCount", "turnCound"));
      await backend.compareAndSet("session:4", undefined, whole);
      await backend.compareAndSet("session:5", undefined, '{"format":2}');
      await backend.compareAndSet("session:x", undefined, whole);
      await backend.compareAndSet("prompt:t1", "still to do", undefined);
    });
    const { status, stdout } = await desk.sessions("check");
    expect(stdout.split("\n").map((line) => line.split(". ")[0])).toEqual([
      "wrong   The text of a request of user 1 is gone (turn t1)",
      "wrong   The session of user 3 is damaged: wrong checksum",
      "wrong   The session of user 4 is damaged: the session of another user",
      "wrong   The session of user 5 has format 2, newer than this program",
      "wrong   The key session:x names no user",
      "6 sessions checked, 5 things are wrong.",
      "",
    ]);
    expect(status).toBe(1);
  });

  test("finds marks that are wrong, and --repair corrects them", async () => {
    await using desk = await Desk.set();
    await desk.open(async (backend) => {
      await fill(backend, 3);
      for (const [key, marks] of [
        ["session:1", { turns: null }],
        ["session:2", { active: 0 }],
      ] as const) {
        const raw = await backend.read(key);
        await backend.compareAndSet(key, raw, raw, marks);
      }
    });
    const found = await desk.sessions("check");
    expect(found).toMatchObject({ status: 1, stdout: expect.stringContaining("2 things are wrong.") });
    expect(found.stdout).toContain("The marks of user 1 are wrong");
    expect(await desk.sessions("check", "--repair")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("3 sessions checked, 2 mended, nothing is wrong.\n"),
    });
    expect(await desk.sessions("check")).toMatchObject({ status: 0 });
    await desk.open(async (backend) => {
      for await (const key of backend.marked("turns")) expect(key).toBe("session:1");
      const early: string[] = [];
      for await (const key of backend.marked("active", 0)) early.push(key);
      expect(early).toEqual([]);
    });
  });

  test("tells of leftovers without calling them wrong", async () => {
    await using desk = await Desk.set();
    await desk.open(async (backend) => {
      await fill(backend, 1);
      await backend.compareAndSet("answer:gone", undefined, "of a turn that is over");
      await backend.compareAndSet("session:9", undefined, "torn");
      await openSessions(backend).read(9);
    });
    expect(await desk.sessions("check")).toEqual({
      status: 0,
      stdout:
        "note    Texts of turns that are over or never began: 1. `holdfast sessions prune` removes them.\n" +
        "note    Damaged copies set aside: 1. `holdfast sessions list --quarantined` shows them.\n" +
        "1 session checked, nothing is wrong.\n",
      stderr: "",
    });
  });

  test("finds damage inside of a SQLite file, and marks that stray", async () => {
    await using desk = await Desk.set();
    await desk.open((backend) => fill(backend, 900));
    const file = desk.path("sessions/bot_data.sqlite");
    const database = new DatabaseSync(file);
    database.exec("INSERT INTO marks(key, name, score) VALUES ('session:gone', 'active', 1)");
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const [page] = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'marks_by_score'").all();
    database.close();
    expect((await desk.sessions("check")).stdout).toMatch(/^wrong {3}1 marks belong to keys that are not there\. /);

    // The index by which sessions are found loses its root: nothing but an examination reads it now.
    const bytes = readFileSync(file);
    bytes.fill(0, (Number(page?.rootpage) - 1) * 4_096, Number(page?.rootpage) * 4_096);
    writeFileSync(file, bytes);
    const { status, stdout, stderr } = await desk.sessions("check");
    expect(`${stdout}${stderr}`).toMatch(/damaged/);
    expect(status).toBe(1);

    // What it found is known to whoever opens the file next.
    const next = await desk.sessions("check");
    expect(next.stderr).toContain("damaged store salvaged");
    expect(next).toMatchObject({ status: 1, stdout: "900 sessions checked, nothing is wrong.\n" });
    expect(await desk.sessions("check")).toMatchObject({ status: 0 });
  });
});
