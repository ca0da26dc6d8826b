import { describe, expect, test } from "vitest";
import { openSessions } from "#core";
import { Desk } from "./command.fixture.ts";

/** Alice in the midst of work, a damaged Bob, and Carol, whom a later version wrote. */
async function fill(desk: Desk): Promise<void> {
  await desk.open(async (backend) => {
    await openSessions(backend).update(111, (session) => {
      session.begin("user_111_0123abcd");
      session.acceptPrompt({ id: "t1", chatId: 111 });
      session.touch(Date.UTC(2026, 1, 4, 10, 30));
    });
    await backend.compareAndSet("session:222", undefined, "torn");
    await backend.compareAndSet("session:333", undefined, '{"format":2}');
  });
}

describe("holdfast sessions list", () => {
  test("shows every session in a line, those that can't be read included", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const { status, stdout } = await desk.sessions("list");
    const bytes = await desk.open(async (backend) => Buffer.byteLength((await backend.read("session:111")) ?? ""));
    expect(stdout).toBe(
      [
        "USER          SESSION                     TURNS  UNFINISHED  LAST ACTIVE                BYTES",
        `111           user_111_0123abcd               1           1  2026-02-04T10:30:00.000Z  ${String(bytes).padStart(6)}`,
        "222           damaged: not JSON",
        "333           unreadable: The SQLite store holds this session in format 2, newer than this program.",
        "",
      ].join("\n"),
    );
    expect(status).toBe(0);
  });

  test("--json says the same, an object a line", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const lines = (await desk.sessions("list", "--json")).stdout.trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        userId: 111,
        state: "found",
        sessionId: "user_111_0123abcd",
        turnCount: 1,
        unfinishedTurns: 1,
        lastActive: "2026-02-04T10:30:00.000Z",
        bytes: expect.any(Number),
      },
      { userId: 222, state: "corrupt", reason: "not JSON" },
      { userId: 333, state: "unavailable", reason: expect.stringContaining("format 2") },
    ]);
  });

  test("prints all of a long list into a pipe, however slowly it is read", async () => {
    await using desk = await Desk.set();
    const users = 2_000;
    await desk.open(async (backend) => {
      const sessions = openSessions(backend);
      await Promise.all(
        Array.from({ length: users }, (_, index) => sessions.update(index + 1, (session) => session.countTurn())),
      );
    });
    expect(
      desk.shell("holdfast sessions list --json | { n=0; while read -r line; do n=$((n+1)); done; echo $n; }"),
    ).toMatchObject({
      stdout: expect.stringMatching(/^2000\n$/),
    });
    expect(desk.shell("holdfast sessions list --json | head -1")).toMatchObject({
      stdout: expect.stringMatching(/^{"userId":1,.+\n$/),
      stderr: "",
    });
  });

  test("says when there is nothing, and when there is no store", async () => {
    await using desk = await Desk.set();
    expect(await desk.sessions("list")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^There is no store at \S+bot_data\.sqlite\. Is SESSION_STORE right/),
    });
    await desk.open(async () => {});
    expect(await desk.sessions("list")).toEqual({ status: 0, stdout: "No sessions are stored.\n", stderr: "" });
    expect(await desk.sessions("list", "--json")).toEqual({ status: 0, stdout: "", stderr: "" });
  });
});
