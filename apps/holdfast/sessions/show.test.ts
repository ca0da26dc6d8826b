import { describe, expect, test } from "vitest";
import { openSessions } from "#core";
import { Desk } from "./command.fixture.ts";

/** Alice in the midst of work, a damaged Bob, and Carol, whom a later version wrote. */
async function fill(desk: Desk): Promise<void> {
  await desk.open(async (backend) => {
    await backend.compareAndSet("prompt:t1", undefined, `please\n${"think ".repeat(20)}`);
    await openSessions(backend).update(111, (session) => {
      session.begin("user_111_0123abcd");
      for (const id of ["t1", "t2"]) session.acceptPrompt({ id, chatId: 111 });
      session.acceptCompact({ id: "t3", chatId: 111 });
      session.acceptPrompt({ id: "t4", chatId: 111, awaits: "voice" });
      session.startTurn("t1");
      session.touch(Date.UTC(2026, 1, 4, 10, 30));
    });
    await backend.compareAndSet("session:222", undefined, "torn");
    await backend.compareAndSet("session:333", undefined, '{"format":2}');
  });
}

describe("holdfast sessions show", () => {
  test("paints a session by the names that users see, with what is unfinished", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const { status, stdout } = await desk.sessions("show", "111");
    expect(stdout.replace(/\d+ bytes/, "N bytes")).toBe(`User 111
  Session ID                user_111_0123abcd
  Turn count                3
  Last active               2026-02-04T10:30:00.000Z
  Workspace                 /workspace
  auto_compact              true
  show_transcription        true
  max_turns_before_compact  20
  show_usage                false
  confirm_transcription     false
  Plugins                   none
  Stored                    N bytes, revision 1
  Unfinished turns          4
    t1  running  “please think think think think think think think think think…”
    t2  queued  (its text is gone)
    t3  queued  compact
    t4  queued  (voice, its text is still to come)
`);
    expect(status).toBe(0);
  });

  test("tells the four answers of a read apart", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const failures: [string, string][] = [
      ["444", "User 444 has no session. `holdfast sessions list` shows who has.\n"],
      [
        "222",
        "The session of user 222 is damaged: not JSON. It is set aside when the user next writes; --raw shows its bytes.\n",
      ],
      [
        "333",
        "The session of user 333 can't be read. The SQLite store holds this session in format 2, newer than this program. " +
          "Run the newer version again; nothing was changed.\n",
      ],
      ["alice", '"alice" is no user id. Telegram\'s are numbers, such as 111111111.\n'],
    ];
    for (const [user, stderr] of failures)
      expect(await desk.sessions("show", user)).toEqual({ status: 1, stdout: "", stderr });
  });

  test("--json has the whole record", async () => {
    await using desk = await Desk.set();
    await fill(desk);
    const record = async (user: string) => JSON.parse((await desk.sessions("show", user, "--json")).stdout);
    expect(await record("111")).toMatchObject({
      userId: 111,
      state: "found",
      stored: { session: { turnCount: 3 }, turns: [{ id: "t1", state: "running" }, {}, {}, {}] },
    });
    expect(await record("222")).toEqual({ userId: 222, state: "corrupt", reason: "not JSON" });
    expect(await record("333")).toMatchObject({ state: "unavailable", reason: expect.stringContaining("format 2") });
    expect(await record("444")).toEqual({ userId: 444, state: "absent" });
  });
});

test("what was set aside because it was damaged can be found, and read byte for byte", async () => {
  await using desk = await Desk.set();
  await fill(desk);
  expect((await desk.sessions("list", "--quarantined")).stdout).toBe("Nothing was set aside.\n");
  // As a bot does when Bob writes.
  await desk.open((backend) => openSessions(backend).read(222));
  const { stdout } = await desk.sessions("list", "--quarantined");
  expect(stdout).toMatch(/^KEY +OF +BYTES\nquarantine:222:[0-9a-f]{12} +222 +4\n$/);
  const { key } = JSON.parse((await desk.sessions("list", "--quarantined", "--json")).stdout);
  expect(await desk.sessions("show", key)).toEqual({ status: 0, stdout: "torn\n", stderr: "" });
  expect(await desk.sessions("show", "quarantine:9:0")).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("Nothing was set aside under quarantine:9:0."),
  });
});
