import { readFileSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect as assert, describe, test } from "vitest";
import { expect } from "../../index.ts";
import { echoBot } from "../echo-bot.fixture.ts";
import { type DamageAt, type DamageName, damaged, damages } from "./damage.ts";
import { randomFrom } from "./seeded-random.ts";

type Run = Awaited<ReturnType<typeof echoBot>>;

/** What the bot counts to in its next life. It keeps the count in a file. */
async function countIn({ bot, alice }: Run): Promise<string> {
  await bot.start();
  await alice.send("/count");
  const [, count = ""] = await expect(alice).toSee(/Count: (\S+)/);
  await bot.kill();
  return count;
}

describe("between two lives of a bot,", () => {
  test("a file is damaged, and put back", async () => {
    await using run = await echoBot();
    assert(await countIn(run)).toBe("1");
    const damage = await run.bot.files.damage("count", { at: 0, write: "7" });
    assert(await countIn(run)).toBe("8");
    await damage.undo();
    assert(await countIn(run)).toBe("2");
  });

  test("a file is damaged by chance, which a seed repeats", async () => {
    await using run = await echoBot();
    await countIn(run);
    await using _damage = await run.bot.files.damage("count", "bytes flipped", { seed: 7 });
    const once = await readFile(join(run.directory, "count"));
    assert(await countIn(run)).not.toBe("2");
    await writeFile(join(run.directory, "count"), "1");
    await run.bot.files.damage("count", "bytes flipped", { seed: 7 });
    assert(await readFile(join(run.directory, "count"))).toEqual(once);
  });

  test("a file is taken away, and put back", async () => {
    await using run = await echoBot();
    await countIn(run);
    const removal = await run.bot.files.remove("count");
    assert(await countIn(run)).toBe("1");
    await countIn(run);
    await removal.undo();
    assert(await countIn(run)).toBe("2");
  });

  test("a directory is taken away with all that is in it, and put back", async () => {
    await using run = await echoBot();
    await countIn(run);
    const removal = await run.bot.files.remove(".");
    await assert(readdir(run.directory)).rejects.toThrow("ENOENT");
    await removal.undo();
    assert(await countIn(run)).toBe("2");
  });

  test("a file is exchanged for another one, and back", async () => {
    await using run = await echoBot();
    await countIn(run);
    await writeFile(join(run.directory, "backup"), "40");
    const exchange = await run.bot.files.swap("count", "backup");
    assert(await countIn(run)).toBe("41");
    await exchange.undo();
    assert(await countIn(run)).toBe("2");
  });

  test("a file can't be written to until that is undone", async () => {
    await using run = await echoBot();
    const { bot, alice, telegram } = run;
    await countIn(run);
    const protection = await bot.files.readOnly("count");
    await bot.start();
    await alice.send("/count");
    await bot.exit();
    assert(bot.output).toMatch(/EROFS|EACCES/);
    await protection.undo();
    await bot.start();
    await expect(alice).toSee("Count: 2");
    telegram.assertSound();
  });

  test("another process holds the lock of a SQLite file", async () => {
    await using run = await writer(`const { DatabaseSync } = require("node:sqlite");
      try { new DatabaseSync("store").exec("CREATE TABLE IF NOT EXISTS t(x); INSERT INTO t VALUES (1)"); console.log("stored"); }
      catch (error) { console.log(error.message); }`);
    await run.bot.start({ until: /stored/ });
    await run.bot.exit();
    const lock = await run.bot.files.lock("store");
    await run.bot.start({ until: /database is locked/ });
    await run.bot.exit();
    await lock.undo();
    await run.bot.start({ until: /stored/ });
  });

  test("another process holds a lock file", async () => {
    await using run = await echoBot({ command: ["flock", "--nonblock", "lock", "echo", "mine"] });
    const { bot } = run;
    const life = async () => {
      await bot.start({ until: "spawned" });
      return bot.exit();
    };
    assert(await life()).toBe(0);
    const lock = await bot.files.lock("lock", "flock");
    assert(await life()).toBe(1);
    await assert(bot.files.lock("lock", "flock")).rejects.toThrow("lock could not be locked");
    await lock.undo();
    assert(await life()).toBe(0);
  });

  test("nothing can be written, in this life and the next, until that is undone", async () => {
    await using run = await echoBot();
    const { bot, alice } = run;
    await bot.start();
    const limit = await bot.files.limit(0);
    await alice.send("/count");
    await bot.exit();
    assert(bot.output).toContain("EFBIG");
    const { length } = bot.output;
    await bot.start({ until: "spawned" });
    await bot.exit();
    assert(bot.output.slice(length)).toContain("EFBIG");
    await limit.undo();
    await bot.start();
    await expect(alice).toSee("Count: 1");
  });

  test("a disk is full", async (context) => {
    await using run = await echoBot();
    const { bot, alice } = run;
    await using disk = bot.files.disk(".", 1);
    if (!disk) return context.skip("A small disk can't be mounted: that takes Linux and root.");
    const full = await disk.fill();
    await bot.start();
    await alice.send("/count");
    await bot.exit();
    assert(bot.output).toContain("ENOSPC");
    await full.undo();
    await bot.start();
    await expect(alice).toSee("Count: 1");
  });

  test("what is still locked, mounted or kept aside is let go of with the bot", async () => {
    const run = await echoBot();
    await countIn(run);
    await run.bot.files.lock("lock", "flock");
    await run.bot.files.readOnly("count");
    await run.bot[Symbol.asyncDispose]();
    await writeFile(join(run.directory, "count"), "9");
    assert(await readFile(join(run.directory, "count"), "utf8")).toBe("9");
    const again = await run.bot.files.lock("lock", "flock");
    await again.undo();
    await run[Symbol.asyncDispose]();
  });
});

/** A program of one line, in place of the bot. */
const writer = (program: string) => echoBot({ command: [process.execPath, "--no-warnings", "--eval", program] });

describe("damage", () => {
  const file = Buffer.from(Array.from({ length: 3 * 4096 }, (_, place) => 1 + (place % 250)));
  const changed = (how: DamageName | DamageAt, seed = 1) => damaged(file, how, randomFrom(seed));
  const differing = (after: Buffer) => [...file.keys()].filter((place) => after[place] !== file[place]);

  test.each(Object.keys(damages) as DamageName[])("%s: it shows, and is the same for the same seed", (how) => {
    const after = changed(how, 3);
    assert(after.equals(file)).toBe(false);
    assert(after).toEqual(changed(how, 3));
    if (how !== "emptied") assert([4, 5, 6].some((seed) => !changed(how, seed).equals(after))).toBe(true);
  });

  test("at a place is there, and nowhere else", () => {
    assert(differing(changed({ at: 100, flip: 3 }))).toEqual([100, 101, 102]);
    assert(differing(changed({ at: 4096, zero: 2 }))).toEqual([4096, 4097]);
    assert(differing(changed({ at: file.length - 1, write: "xyz" }))).toEqual([file.length - 1]);
    assert(changed({ cut: 10 })).toEqual(file.subarray(0, 10));
  });

  test("outside the file is refused, for nobody could see it", () => {
    assert(() => changed({ at: file.length, flip: 1 })).toThrow("There is no byte 12288 in a file of 12288 bytes.");
    assert(() => changed({ cut: file.length })).toThrow(RangeError);
  });
});

test("every example of the README is run by these tests", () => {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");
  const section = read("../../README.md")
    .split("\n## ")
    .find((part) => part.startsWith("A bot's process"));
  const rows = section?.split("\n").filter((line) => line.startsWith("| ")) ?? [];
  const examples = rows.flatMap(
    (row) => row.match(/(?<=`)(bot\.|await using disk|disk\.|keepAlive|sampleEvery)[^`]+(?=`)/g) ?? [],
  );
  const tests = ["./bot-files", "../bot-process", "../keep-alive", "../usage-meter"];
  const run = tests.map((name) => read(`${name}.test.ts`)).join();
  assert(examples.length).toBeGreaterThanOrEqual(20);
  assert(examples.filter((example) => !run.includes(example))).toEqual([]);
});
