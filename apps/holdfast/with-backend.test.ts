import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { silentLog } from "#core";
import { sqliteBackend } from "#stores";
import { withOwnedBackend } from "./with-backend.ts";

test("what must not run beside a bot says that one is running, and keeps bots out meanwhile", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "owned-"));
  const file = join(directory.path, "bot_data.sqlite");
  const bot = sqliteBackend({ file });
  await bot.open(silentLog);
  const running = await bot.own(() => {});
  const command = () => withOwnedBackend(() => bot.own(() => {}), { address: `sqlite:${file}` });

  await expect(command()).rejects.toMatchObject({
    code: "STORE_OWNED",
    message: `The lock on the SQLite store at ${file} is held by a bot that is running.`,
    hint: "Stop the bot, run this again, then start it.",
  });

  await running?.release();
  expect(await command(), "the bot's attempt during the command").toBeUndefined();
  expect(await bot.own(() => {}), "the bot's attempt after it").toBeDefined();
  await bot.close();
});

test("a store that is not there is made only when that is meant", async () => {
  await using directory = await mkdtempDisposable(join(tmpdir(), "owned-"));
  const address = `sqlite:${join(directory.path, "new.sqlite")}`;
  const look = async () => "looked";
  await expect(withOwnedBackend(look, { address })).rejects.toThrow("There is no store at");
  expect(await withOwnedBackend(look, { address, absent: "create" })).toBe("looked");
});
