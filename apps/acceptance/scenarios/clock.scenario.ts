import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "#harness";
import { TcpProxy } from "#stores/testing";
import { NotPlayed } from "../not-played.ts";
import { linesOf, outageIn } from "./outage.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

const NO_LIBRARY = "libfaketime is not installed: get it with `apt-get install faketime`";
const DAY_S = 86_400;
const jumps = { "a day back": -DAY_S, "a year back": -365 * DAY_S, "ten years ahead": 3_650 * DAY_S, right: 0 };

scenario(
  "The clock jumps back and ahead: everything goes on, is counted once, and last active rights itself",
  { started: false },
  async ({ alice, bob, directory, anotherBot, note }) => {
    const library = await faketime();
    if (!library) throw new NotPlayed(NO_LIBRARY);
    const file = join(directory, "clock");
    const setClock = async (seconds: number) => {
      // At once, for it may be read at any moment.
      await writeFile(`${file}.new`, `${seconds < 0 ? "-" : "+"}${Math.abs(seconds)}`);
      await rename(`${file}.new`, file);
    };
    await setClock(0);
    await using bot = anotherBot({
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: "1",
      FAKETIME_DONT_FAKE_MONOTONIC: "1",
    });
    await bot.start({ until: /"started"/ });
    await ask(alice, "at first");
    const { sessionId } = await statusOf(alice);
    let { lastActive } = await statusOf(alice);
    let turns = 1;
    for (const [where, seconds] of Object.entries(jumps)) {
      await setClock(seconds);
      await ask(alice, `the clock is ${where}`);
      bot.account.repeatLatestUpdate();
      await expect(alice).toSeeNothing();
      const status = await statusOf(alice);
      assert.equal(status.sessionId, sessionId);
      assert.equal(status.turnCount, ++turns, `${where}: counted once`);
      // Only what a clock has put into the future gives way, once it is right again.
      const runsOn = status.lastActive >= lastActive;
      assert.equal(runsOn, where !== "right", `${where}: ${status.lastActive} after ${lastActive}`);
      lastActive = status.lastActive;
    }
    assert.ok(Math.abs(Date.parse(lastActive) - Date.now()) < 60_000, lastActive);
    await bob.send("/start");
    await expect(bob).toSee("Session Status: new");
    assert.equal(await bot.stop(), 0);
    const wrongs = linesOf(bot).filter(({ level, msg }) => level === "error" || /became|owner/.test(msg));
    assert.deepEqual(wrongs, [], "not a word about it");
    note(`${Object.keys(jumps).join(", ")}: ${turns} turns of ${turns} counted, last active ${lastActive}`);
  },
);

async function faketime(): Promise<string | undefined> {
  const architectures = existsSync("/usr/lib") ? await readdir("/usr/lib") : [];
  return architectures
    .map((name) => join("/usr/lib", name, "faketime/libfaketimeMT.so.1"))
    .find((path) => existsSync(path));
}

scenario(
  "Telegram cannot be reached for a while: one line when that begins, one when it ends, and nothing is lost",
  { on: "polling", started: false },
  async ({ alice, bob, telegram, anotherBot, note }) => {
    await using network = await TcpProxy.to(Number(new URL(telegram.apiRoot).port));
    await using bot = anotherBot({ TELEGRAM_API_ROOT: `http://127.0.0.1:${network.port}` });
    await bot.start({ until: /"started"/ });
    await ask(alice, "one");
    const before = linesOf(bot).length;
    network.cut();
    await alice.send("two");
    await bob.send("/start");
    network.mend();
    await expect(alice).toSee(/: two$/, { within: 15_000 });
    await expect(bob).toSee("Session Status: new", { within: 15_000 });
    assert.equal((await statusOf(alice)).turnCount, 2);
    assert.equal(await bot.stop(), 0);
    const { ms } = outageIn(linesOf(bot).slice(before), [/Telegram did not answer as it should/], "Telegram");
    note(`cut for ${(ms / 1000).toFixed(1)} s: both answered afterwards, turn count 2, two lines in the log`);
  },
);
