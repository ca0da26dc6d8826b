import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import type { Undoable } from "#harness";
import { NotPlayed } from "../not-played.ts";
import { eventually } from "./eventually.ts";
import { linesOf, outageIn, sitOut } from "./outage.ts";
import { scenario } from "./scenario.ts";
import { ask, statusOf } from "./status.ts";

const locked = "A store that another program keeps locked: users are told once and answered when it lets go";

scenario(locked, { on: "sqlite" }, async (stage) => {
  const { bot, store, port, note } = stage;
  let lock: Undoable | undefined;
  const begin = async () => {
    lock = await bot.files.lock(store.file);
  };
  const end = async () => {
    const slowest = await slowestOf(20, () =>
      fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.text()),
    );
    note(`/healthz answered meanwhile within ${slowest} ms`);
    await lock?.undo();
  };
  await sitOut(stage, { begin, end, said: [/is locked by another process/], lastsMs: 6_000 });
});

async function slowestOf(times: number, task: () => Promise<unknown>): Promise<number> {
  let slowest = 0;
  for (let time = 0; time < times; time++) {
    const begun = performance.now();
    await task();
    slowest = Math.max(slowest, performance.now() - begun);
  }
  return Math.round(slowest);
}

scenario(
  "A full disk: users are told once, answered when there is room, and the store is sound",
  { on: "sqlite", started: false },
  async (stage) => {
    const { bot, store, note } = stage;
    await mkdir(store.directory, { mode: 0o700 });
    await using disk = bot.files.disk(store.directory);
    await bot.start({ until: /"started"/ });
    let full: Undoable | undefined;
    const begin = async () => {
      full = await (disk?.fill() ?? bot.files.limit(0));
    };
    const end = () => full?.undo();
    // Longer than what is left of the pages that the files have.
    await sitOut(stage, { begin, end, said: [/could not write: the disk is full or failing/], characters: 3_000 });
    note(`${disk ? "a file system of 32 MB" : "a limit on the size of its files"}; ${integrityOf(store.file)}`);
  },
);

scenario(
  "A disk that is full when the bot starts: it waits, says so once, and starts when there is room",
  { on: "polling · sqlite", started: false },
  async ({ alice, bot, store, note }) => {
    await mkdir(store.directory, { mode: 0o700 });
    await using disk = bot.files.disk(store.directory);
    if (!disk) throw new NotPlayed("a small disk can't be mounted: that takes Linux and root");
    const start = async (answered: string) => {
      const before = linesOf(bot).length;
      const full = await disk.fill();
      await bot.start({ until: /became unavailable/ });
      await full.undo();
      await eventually(() =>
        linesOf(bot)
          .slice(before)
          .some(({ msg }) => msg === "started"),
      );
      await ask(alice, answered);
      return before;
    };
    const stopped = async (before: number) => {
      assert.equal(await bot.stop(), 0);
      const lines = linesOf(bot).slice(before);
      const about = lines.filter(({ msg }) => /^(store|stopped|previous)/.test(msg));
      return outageIn(about, [/could not write: the disk is full or failing/]);
    };
    await stopped(await start("one"));
    await stopped(await start("two"));
    await start("three");
    await bot.kill();
    // What a killed process leaves holds pages enough to begin with.
    const full = await disk.fill();
    await bot.start();
    await full.undo();
    await ask(alice, "four");
    assert.equal((await statusOf(alice)).turnCount, 4);
    assert.equal(await bot.stop(), 0);
    note(`an empty directory, a store, one of a killed process: four turns, ${integrityOf(store.file)}`);
  },
);

function integrityOf(file: string): string {
  const database = new DatabaseSync(file);
  try {
    const [answer] = database.prepare("PRAGMA integrity_check").all();
    assert.deepEqual({ ...answer }, { integrity_check: "ok" });
    return "integrity_check says ok";
  } finally {
    database.close();
  }
}
