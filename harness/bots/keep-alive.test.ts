import { expect as assert, describe, test } from "vitest";
import { expect } from "../index.ts";
import { echoBot } from "./echo-bot.fixture.ts";

/** Ends it as the machine does when it is out of memory. */
const killFromOutside = (pid: number | undefined) => process.kill(pid ?? assert.unreachable("no process"), "SIGKILL");

describe("a bot that is kept alive", () => {
  test("is started again when it ends by itself, and answers what was sent meanwhile", async () => {
    await using run = await echoBot({ keepAlive: true });
    await run.bot.start();
    const first = run.bot.pid;
    killFromOutside(first);
    await run.account.hostEnded.next();
    assert(run.bot).toMatchObject({ running: true, pid: undefined });
    await run.alice.send("hello");
    await expect(run.alice).toSee("You said: hello");
    assert(run.bot.restarts).toBe(1);
    assert(run.bot.pid).not.toBe(first);
    run.telegram.assertSound();
  });

  test("is not quiet before its new life has been heard of", async () => {
    await using run = await echoBot({ keepAlive: { afterMs: 600 } });
    await run.bot.start();
    killFromOutside(run.bot.pid);
    await run.account.hostEnded.next();
    await expect(run.alice).toSeeNothing();
    assert(run.bot.restarts).toBe(1);
  });

  test("is given up in a restart loop, and what waits fails with the whole story", async () => {
    await using run = await echoBot({ keepAlive: { most: 3 } });
    await run.bot.start();
    await run.alice.send("/crash");
    const loop = /restart loop: it ended by itself 3 times within \d+ ms, with code 7, code 7, code 7/;
    const failure = await expect(run.alice)
      .toSee("You said", { within: 10_000 })
      .catch((error: Error) => error.message);
    assert(failure).toMatch(loop);
    assert(failure).toContain("cannot go on: lost heart");
    assert(run.bot).toMatchObject({ running: false, restarts: 2, exitCode: 7, trouble: assert.stringMatching(loop) });
    assert(run.telegram.verdict()).toContainEqual({ oracle: "restart loop", what: assert.stringMatching(loop) });
  });

  test("is given up in a restart loop at its very start", async () => {
    await using run = await echoBot({ keepAlive: true, env: { CRASH_AT_START: "yes" } });
    await assert(run.bot.start()).rejects.toThrow(
      /restart loop: it ended by itself 5 times .*(code 3, ){4}code 3, while waiting [\s\S]*no courage/,
    );
    assert(run.bot.running).toBe(false);
  });

  test("may end now and then: only ends close together are a loop", async () => {
    await using run = await echoBot({ keepAlive: { most: 2, withinMs: 1, afterMs: 5 } });
    await run.bot.start();
    for (const text of ["one", "two", "three"]) {
      killFromOutside(run.bot.pid);
      await run.account.hostEnded.next();
      await run.alice.send(text);
      await expect(run.alice).toSee(`You said: ${text}`);
    }
    assert(run.bot.restarts).toBe(3);
    run.telegram.assertSound();
  });

  test("stays as it is when it is stopped or killed by its operator", async () => {
    await using run = await echoBot({ keepAlive: { afterMs: 1 } });
    await run.bot.start();
    await run.bot.stop();
    await run.bot.start();
    await run.bot.kill();
    assert(run.bot).toMatchObject({ running: false, restarts: 0 });
  });

  test("can be stopped between two lives", async () => {
    await using run = await echoBot({ keepAlive: { afterMs: 3_600_000 } });
    await run.bot.start();
    killFromOutside(run.bot.pid);
    await run.account.hostEnded.next();
    assert(run.bot.running).toBe(true);
    await run.bot.stop();
    assert(run.bot.running).toBe(false);
  });

  test("has a clean slate when it is started by hand", async () => {
    await using run = await echoBot({ keepAlive: { most: 2 } });
    await run.bot.start();
    await run.alice.send("/crash");
    await assert(expect(run.alice).toSee("You said", { within: 10_000 })).rejects.toThrow("restart loop");
    run.account.updates.clear();
    await run.bot.start();
    assert(run.bot.trouble).toBe(undefined);
    killFromOutside(run.bot.pid);
    await run.account.hostEnded.next();
    await run.alice.send("again");
    await expect(run.alice).toSee("You said: again");
  });
});
