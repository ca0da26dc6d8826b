import { readdirSync } from "node:fs";
import { chmod, mkdir, mkdtempDisposable, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect as assert, describe, test, vi } from "vitest";
import { type Log, type LogFields, openSessions, readAudit, silentLog } from "#core";
import { expect } from "#harness";
import { sqliteBackend } from "#stores";
import { builtInPlugins } from "../index.ts";
import { MovableClock, setStage } from "../stage.fixture.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Line {
  readonly event: string;
  readonly fields: LogFields | undefined;
}

/** A bot on a file of its own, with the clock in the test's hand and what it says in its log. */
async function stageWith(housekeeping: Record<string, number>) {
  await using stack = new AsyncDisposableStack();
  const directory = stack.use(await mkdtempDisposable(join(tmpdir(), "housekeeping-")));
  const lines: Line[] = [];
  const hear = (event: string, fields?: LogFields) => void lines.push({ event, fields });
  const log: Log = { ...silentLog, info: hear, error: hear };
  const clock = new MovableClock();
  const backend = sqliteBackend({ file: join(directory.path, "bot_data.sqlite") });
  const stage = stack.use(await setStage({ backend, clock, log, settings: { housekeeping }, plugins: builtInPlugins }));
  const place = join(directory.path, "backups");
  const disposables = stack.move();
  return {
    ...stage,
    clock,
    lines,
    place,
    of: (event: string) => lines.filter((line) => line.event === event),
    [Symbol.asyncDispose]: () => disposables.disposeAsync(),
  };
}

const soon = (claim: () => void) => vi.waitFor(claim, { timeout: 10_000 });

describe("housekeeping", () => {
  test("does nothing unless it is asked to", async () => {
    await using stage = await stageWith({});
    stage.clock.putForward(365 * DAY);
    await stage.alice.send("/start");
    await expect(stage.alice).toSee("Session");
    await stage.restart();
    assert(await stage.backend.backups()).toEqual([]);
  });

  test("backs up every so many hours, and keeps as many as asked, removing nothing else", async () => {
    await using stage = await stageWith({ backupHours: 6, backupKeep: 2 });
    const made = (count: number) => soon(() => assert(stage.of("sessions backed up")).toHaveLength(count));
    await made(1);
    await writeFile(join(stage.place, "notes.txt"), "mine");
    await writeFile(join(stage.place, "bot_data-before-restore-2020-01-01T00-00-00-000Z.sqlite"), "mine");
    await stage.alice.send("/start");
    await expect(stage.alice).toSee("Session");
    for (const count of [2, 3]) {
      stage.clock.putForward(6 * HOUR);
      await made(count);
    }
    assert(stage.of("sessions backed up").at(-1)?.fields).toMatchObject({ sessions: 1, removed: 1 });
    const backups = await stage.backend.backups();
    assert(backups).toHaveLength(2);
    assert(readdirSync(stage.place).filter((name) => !backups.some(({ path }) => path.endsWith(name)))).toEqual([
      "bot_data-before-restore-2020-01-01T00-00-00-000Z.sqlite",
      "notes.txt",
    ]);
    const latest = sqliteBackend({ file: backups[0]?.path ?? "" });
    await latest.open(silentLog);
    assert((await openSessions(latest).read(stage.alice.id))?.id).toMatch(/^user_/);
    await latest.close();
  });

  test("makes none twice after a restart, and soon one that became due while the bot was down", async () => {
    await using stage = await stageWith({ backupHours: 6 });
    await soon(() => assert(stage.of("sessions backed up")).toHaveLength(1));
    await stage.restart();
    await stage.restart({ meanwhile: () => stage.clock.putForward(5 * HOUR) });
    assert(await stage.backend.backups()).toHaveLength(1);
    await stage.restart({ meanwhile: () => stage.clock.putForward(HOUR) });
    await soon(() => assert(stage.of("sessions backed up")).toHaveLength(2));
    assert(await stage.backend.backups()).toHaveLength(2);
  });

  test("a clock that is put back neither stops the backups nor costs any", async () => {
    await using stage = await stageWith({ backupHours: 6, backupKeep: 1 });
    await soon(() => assert(stage.of("sessions backed up")).toHaveLength(1));
    stage.clock.putForward(-30 * DAY);
    await soon(() => assert(stage.of("sessions backed up")).toHaveLength(2));
    assert(await stage.backend.backups()).toHaveLength(2);
  });

  test("a backup that fails is one line with what to do, harms nobody, and is made when it can be", async () => {
    await using stage = await stageWith({ backupHours: 6 });
    await soon(() => assert(stage.of("sessions backed up")).toHaveLength(1));
    await rm(stage.place, { recursive: true });
    await writeFile(stage.place, "in the way");
    for (const count of [1, 2]) {
      stage.clock.putForward(count * 6 * HOUR);
      await soon(() => assert(stage.of("sessions not backed up")).toHaveLength(1));
    }
    assert(stage.of("sessions not backed up")[0]?.fields?.hint).toMatch(/^Make it a directory/);
    await stage.alice.send("/start");
    await expect(stage.alice).toSee("Session");
    await rm(stage.place);
    await mkdir(stage.place);
    await chmod(stage.place, 0o700);
    stage.clock.putForward(HOUR);
    await soon(() => assert(stage.of("sessions backed up")).toHaveLength(2));
    assert(stage.of("sessions not backed up")).toHaveLength(1);
  });

  test("removes sessions that were inactive for long, but none with unfinished turns, and says how many", async () => {
    await using stage = await stageWith({ pruneDays: 30 });
    const { alice, bob, clock, backend } = stage;
    const sessions = openSessions(backend);
    await alice.send("/start");
    await expect(alice).toSee("Session");
    await bob.send("/start");
    await expect(bob).toSee("Session");
    clock.putForward(20 * DAY);
    await bob.send("/start");
    await expect(bob).toSee("Session");
    await sessions.update(4711, (session) => {
      session.begin("user_4711_0123abcd");
      session.touch(0);
      session.acceptPrompt({ id: "t", chatId: 4711 });
      session.startTurn("t");
      session.interruptTurn("t", true);
    });
    clock.putForward(11 * DAY);
    await soon(() => assert(stage.of("inactive sessions pruned")).toHaveLength(1));
    assert(stage.of("inactive sessions pruned")[0]?.fields).toEqual({ sessions: 1, days: 30 });
    assert(await sessions.read(alice.id)).toBeUndefined();
    assert(await sessions.read(bob.id)).toBeDefined();
    assert(await sessions.read(4711)).toBeDefined();
  });

  test("removes entries of the audit log that are old, once a day, and no others, also after a restart", async () => {
    await using stage = await stageWith({ auditDays: 30 });
    const { alice, clock, backend } = stage;
    const asked = async () => [...new Set((await readAudit(backend)).map(({ detail }) => detail))];
    const ask = async (command: string) => {
      await alice.send(`ask ${command}`);
      await alice.press("Allow once");
      await expect(alice).toSee(`I would now run: ${command}`);
    };
    await ask("git push");
    clock.putForward(20 * DAY);
    await ask("git pull");
    assert(await asked()).toEqual(["git push", undefined, "git pull"]);
    await stage.restart({ meanwhile: () => clock.putForward(11 * DAY) });
    await soon(() => assert(stage.of("audit log pruned")).toHaveLength(1));
    assert(stage.of("audit log pruned")[0]?.fields).toEqual({ entries: 2, days: 30 });
    assert(await asked()).toEqual(["git pull", undefined]);
    clock.putForward(20 * DAY);
    await soon(() => assert(stage.of("audit log pruned")).toHaveLength(2));
    assert(await asked()).toEqual([]);
  });
});
