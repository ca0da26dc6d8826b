import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { openSessions } from "#core";
import { Desk } from "../command.fixture.ts";
import { sessionsOf } from "./bot-data.ts";
import { looksPickled, PickleRefused, unpickle } from "./unpickle.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const ZONE = "Europe/Berlin";

const HOW_TO_GET_PYTHON = "python3 is not installed: get it with `apt-get install python3` or `brew install python`";
const hasPython = spawnSync("python3", ["--version"]).status === 0;
if (!hasPython && process.env.HOLDFAST_REQUIRE_ALL !== "1") console.warn(`Python tests skipped: ${HOW_TO_GET_PYTHON}.`);

/** Files by Python itself, as PicklePersistence writes them: `<kind>.protocol-<number>.pkl`. */
function writeByPython(directory: string): void {
  const { status, stderr } = spawnSync("python3", [join(fixtures, "write_bot_data.py"), directory], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(hasPython ? stderr : HOW_TO_GET_PYTHON);
}

const usual = {
  autoCompact: true,
  showTranscription: true,
  maxTurnsBeforeCompact: 20,
  showUsage: false,
  confirmTranscription: false,
};
const fresh = {
  claudeSessionId: null,
  turnCount: 0,
  lastActive: null,
  workspacePath: "/workspace",
  preferences: usual,
};

/** What `write_bot_data.py` writes, here. In Berlin, clocks are an hour ahead of UTC in February and two in July. */
const expected = {
  111: {
    claudeSessionId: "user_111_a1b2c3d4",
    turnCount: 7,
    lastActive: "2026-02-04T09:30:45.123Z",
    workspacePath: "/workspace",
    preferences: {
      autoCompact: false,
      showTranscription: true,
      maxTurnsBeforeCompact: 5,
      showUsage: false,
      confirmTranscription: false,
    },
  },
  222: fresh,
  333: { ...fresh, turnCount: 2, lastActive: "2026-07-04T08:30:45.123Z" },
  444: { ...fresh, lastActive: "2026-02-04T16:00:00.000Z" },
  555: { ...fresh, workspacePath: "/home/ж é\\n\n🙂", lastActive: "2026-02-04T10:30:45.000Z" },
  666: { ...fresh, claudeSessionId: "my session" },
  6666666666: { ...fresh, turnCount: 300 },
};

const REMARKS = [
  "left out: chat_data",
  "left out: bot_data",
  "left out: conversations",
  "last_active has no zone and was read as Europe/Berlin; --timezone names another (users 111, 333)",
  "left out: nickname, which is not known here (user 555)",
  "claude_session_id is none: the next turn begins a new session (user 666)",
  "turn_count makes no sense and got its default (user 666)",
  "max_turns_before_compact makes no sense and got its default (user 666)",
  "left out: no data (user 777)",
  "last_active makes no sense and got its default (user 6666666666)",
  "left out: theme, which is not known here (user 6666666666)",
];

/** These users and no others, with what the file says; what it cannot know is as for anybody new. */
function expectAllOf(sessions: object, name?: string): void {
  expect(Object.keys(sessions), name).toEqual(Object.keys(expected));
  expect(sessions, name).toMatchObject(expected);
}

async function read(path: string) {
  const { sessions, remarks } = sessionsOf(unpickle(await readFile(path), "bot_data.pkl"), "bot_data.pkl", ZONE);
  return { sessions: Object.fromEntries(sessions.map(({ userId, envelope }) => [userId, envelope.session])), remarks };
}

describe("a file of PicklePersistence", () => {
  test.each([0, 2, 5])("that was kept from Python 3.11, protocol %i, gives its sessions", async (protocol) => {
    const { sessions, remarks } = await read(join(fixtures, `bot_data.protocol-${protocol}.pkl`));
    expectAllOf(sessions);
    expect(remarks.toSorted()).toEqual(REMARKS.toSorted());
  });

  test.runIf(hasPython || process.env.HOLDFAST_REQUIRE_ALL === "1")(
    "that the Python of this machine writes gives its sessions, in any protocol and with single_file=False",
    async () => {
      await using desk = await Desk.set();
      writeByPython(desk.directory);
      const names = (await readdir(desk.directory)).filter((name) => !name.startsWith("hostile"));
      expect(names).toEqual(expect.arrayContaining(["bot_data.protocol-0.pkl", "user_data.protocol-4.pkl"]));
      for (const name of names) {
        const { sessions, remarks } = await read(desk.path(name));
        expect(looksPickled(readFileSync(desk.path(name))), name).toBe(true);
        expectAllOf(sessions, name);
        const all = name.startsWith("bot_data") ? REMARKS : REMARKS.slice(3);
        expect(remarks.toSorted(), name).toEqual(all.toSorted());
      }
      for (const protocol of [0, 1, 2, 3, 4])
        expect(() => unpickle(readFileSync(desk.path(`hostile.protocol-${protocol}.pkl`)), "it")).toThrow(
          "posix.system",
        );
    },
  );

  test("cut anywhere, or with bytes changed, is refused or read, and always ends", async () => {
    // Of the library, about numbers that no user has.
    using _warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
    for (const protocol of [0, 2, 5]) {
      const bytes = await readFile(join(fixtures, `bot_data.protocol-${protocol}.pkl`));
      for (let length = 0; length < bytes.length; length += 7)
        expect(() => unpickle(bytes.subarray(0, length), "it"), `${length} bytes`).toThrow(PickleRefused);
      const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
          const damaged = Buffer.from(bytes);
          for (const [at, byte] of changes) damaged[at] = byte;
          try {
            sessionsOf(unpickle(damaged, "it"), "it", ZONE);
          } catch (error) {
            expect(error).toBeInstanceOf(PickleRefused);
          }
        }),
        { numRuns: 500 },
      );
    }
  });

  test.each([
    ["a length below zero", [0x80, 3, 0x42, 0xfb, 0xff, 0xff, 0xff, 0x2e]],
    ["nothing to take from the stack", [0x80, 3, 0x52, 0x2e]],
    ["a call of what is no function", [0x80, 3, 0x4b, 1, 0x29, 0x52, 0x2e]],
  ])("with %s is refused", (_, bytes) => {
    expect(() => unpickle(Buffer.from(bytes), "it")).toThrow(PickleRefused);
  });
});

describe("holdfast sessions import of a pickle", () => {
  test("takes the users over, says what it left out, and reads clocks as they hung", async () => {
    await using desk = await Desk.set();
    const file = join(fixtures, "bot_data.protocol-5.pkl");
    const { status, stdout } = await desk.sessions("import", file, "--timezone", "europe/berlin");
    expect(stdout.split("\n")).toEqual([...REMARKS, "Sessions: 7 created.", ""]);
    expect(status).toBe(0);
    await desk.open(async (backend) => {
      expect(await openSessions(backend).read(333)).toMatchObject({
        turnCount: 2,
        lastActive: "2026-07-04T08:30:45.123Z",
      });
      const dueBy = Date.UTC(2026, 1, 5);
      const inactive: number[] = [];
      for await (const { userId } of openSessions(backend).inactiveSince(dueBy)) inactive.push(userId);
      expect(inactive.toSorted()).toEqual([111, 444, 555]);
    });
    const elsewhere = await desk.sessions("import", file, "--timezone", "UTC", "--dry-run");
    expect(elsewhere.stdout).toContain("would replace 111: the imported one was active later\n");
    expect(await desk.sessions("import", file, "--timezone", "Mars/Base")).toMatchObject({
      status: 1,
      stderr: '"Mars/Base" is no time zone. Write it like Europe/Berlin, or UTC.\n',
    });
  });

  test("names a function that the file wants called, and neither calls it nor takes anything in", async () => {
    await using desk = await Desk.set();
    const { status, stderr } = await desk.sessions("import", join(fixtures, "hostile.protocol-4.pkl"));
    expect(stderr).toMatch(
      /hostile\.protocol-4\.pkl refers to posix\.system, which is not among what python-telegram-bot writes for this bot\. Nothing was imported/,
    );
    expect(status).toBe(1);
    expect(existsSync("hostile-was-here")).toBe(false);
    expect(existsSync(desk.path("sessions"))).toBe(false);
  });

  test("refuses a pickle of something else, and a torn one", async () => {
    await using desk = await Desk.set();
    // {"a": 1}, by protocol 4.
    await writeFile(desk.path("other.pkl"), Buffer.from("80049509000000000000007d948c0161944b01732e", "hex"));
    expect(await desk.sessions("import", desk.path("other.pkl"))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/other\.pkl holds no user_data of python-telegram-bot\. Nothing was imported\. /),
    });
    const whole = await readFile(join(fixtures, "bot_data.protocol-5.pkl"));
    await writeFile(desk.path("torn.pkl"), whole.subarray(0, 300));
    expect(await desk.sessions("import", desk.path("torn.pkl"))).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/torn\.pkl is torn or damaged: .+ Nothing was imported\. /),
    });
  });
});
