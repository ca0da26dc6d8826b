import { expect as assert, describe, test } from "vitest";
import { createBot, listAside, openSessions, type Plugin, SetupInvalid } from "#core";
import { expect } from "#harness";
import { memoryBackend } from "#stores";
import { builtInPlugins } from "../index.ts";
import { type StageOptions, setStage } from "../stage.fixture.ts";
import { AdminPlugin } from "./index.ts";

/** Fails at its command until it is repaired. */
let broken = true;
class FragilePlugin implements Plugin {
  readonly name = "fragile";
  install: Plugin["install"] = (bot) => {
    bot.command("fragile", async (ctx) => {
      if (broken) throw new Error("it broke");
      await ctx.reply("it works");
    });
  };
}

const plugins = [AdminPlugin, FragilePlugin, ...builtInPlugins];
/** Ids as the stage gives them: Olga owns the groups, then come Alice and Bob. */
const ALICE = 100002;

const setAdminStage = (options: StageOptions = {}) =>
  setStage({ plugins, settings: { admin: { userIds: String(ALICE) } }, ...options });

describe("/admin", () => {
  test("shows how the bot is doing", async () => {
    await using stage = await setAdminStage();
    const { alice } = stage;
    assert(alice.id).toBe(ALICE);
    await alice.send("/admin");
    await expect(alice).toSee(`🩺 Health
✅ Taking updates by polling, up less than a minute
✅ The store answers: memory, this process
📥 1 updates waiting, 1 being handled
🔄 0 turns running
💾 `);
  });

  test("does not exist for anybody else, nor in a group", async () => {
    await using stage = await setAdminStage();
    const { alice, bob } = stage;
    await bob.send("/frobnicate");
    const [unknown = ""] = await expect(bob).toSee(/.+/);
    await bob.send("/admin");
    await expect(bob).toSee(unknown);
    await bob.send("/help");
    const [, listed] = await expect(bob).toSee(/Commands:\n([\s\S]*)/);
    assert(listed).not.toContain("admin");
    assert(JSON.stringify(stage.telegram.calls.of("setMyCommands"))).not.toContain("admin");
    const group = stage.telegram.group({ members: [alice] });
    await alice.send("/admin", { in: group });
    await expect(alice).toSee(unknown, { in: group });
  });

  test("lists users, those active last first, with their turns", async () => {
    await using stage = await setAdminStage();
    const { alice, bob, backend } = stage;
    const dormant = Date.now() - 3 * 86_400_000;
    await openSessions(backend).update(7, (session) => session.touch(dormant));
    for (let id = 1_000; id < 1_025; id++) {
      await openSessions(backend).update(id, (session) => session.touch(dormant - id));
    }
    await backend.compareAndSet("session:8", undefined, "garbage");
    await bob.send("Good morning");
    await expect(bob).toSee("Good morning");
    await alice.send("/admin");
    await alice.press("👥 Users");
    const { message } = await expect(alice).toSee(/^👥 28 sessions\n/);
    const { text: whole = "" } = message;
    assert(whole.split("\n").slice(1, 3)).toEqual([
      `${bob.id}: less than a minute ago, 1 turns`,
      "7: 3 days ago, 0 turns",
    ]);
    assert(whole).toMatch(/\nand 7 more\n⚠️ 1 can't be read; the log says why when their users write$/);
  });

  test("lists what was set aside, and has it tried again or dropped", async () => {
    broken = true;
    await using stage = await setAdminStage();
    const { alice, bob, backend } = stage;
    await bob.send("/fragile one");
    await bob.send("/fragile two");
    await expect(bob).toSee("Something went wrong");
    await expect(bob).toSee("Something went wrong");
    await alice.send("/admin");
    await alice.press("📥 Inbox");
    await expect(alice).toSee(
      /🗄️ 2 set aside:\n1\. \S+Z, fragile: Error: it broke\n2\. \S+Z, fragile: Error: it broke$/,
    );
    broken = false;
    assert(await alice.press("🔁 Retry 1")).toBe("It is back in the inbox.");
    await expect(alice).toSee("🗄️ 1 set aside:");
    await expect(bob).toSee("it works", { within: 10_000 });
    assert(await alice.press("🗑️ Drop 1")).toBe("Dropped.");
    await expect(alice).toSee(/🗄️ 0 set aside$/);
    assert(await listAside(backend)).toEqual([]);
  });

  test("costs nothing while nobody asks", async () => {
    const backend = memoryBackend();
    const scan = backend.scan.bind(backend);
    const scanned: string[] = [];
    backend.scan = (prefix) => {
      scanned.push(prefix);
      return scan(prefix);
    };
    await using stage = await setAdminStage({ backend });
    const { alice } = stage;
    await alice.send("Good morning");
    await expect(alice).toSee("Good morning");
    await alice.send("/admin");
    await expect(alice).toSee("Health");
    assert(scanned).toEqual([]);
    await alice.press("👥 Users");
    await expect(alice).toSee("1 sessions");
    assert(scanned).toEqual(["session:"]);
  });
});

test.each([{}, { userIds: "" }, { userIds: "alice" }, { userIds: [] }])(
  "without admins (%o) it does not start",
  (admin) => {
    const settings = { admin };
    const create = () => createBot({ token: "1:x", backend: memoryBackend(), plugins: [AdminPlugin], settings });
    assert(create).toThrow(SetupInvalid);
  },
);
