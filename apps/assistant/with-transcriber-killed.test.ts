import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect as assert, test, vi } from "vitest";
import { expect } from "#harness";
import { setStage } from "./testing/assistant-stage.ts";

/** Hangs on the first recording, and writes the next ones down. */
const script = `
  import { appendFileSync, readFileSync } from "node:fs";
  appendFileSync("heard", process.pid + "\\n");
  if (readFileSync("heard", "utf8").split("\\n").length > 2) process.stdout.write("List the files.");
  else setInterval(() => {}, 1_000);
`;

test("a bot killed while a program hangs on a voice message leaves neither program nor recording behind, and loses nothing", async () => {
  await using stage = await setStage({ "hear.mjs": script });
  const { alice, directory } = stage;
  const temporary = join(directory, "tmp");
  await mkdir(temporary);
  const bot = stage.bot({ TRANSCRIBER: `command:${process.execPath} hear.mjs`, TMPDIR: temporary });
  await bot.start();
  await alice.sendVoice();
  const [program] = await vi.waitFor(() => pidsIn(directory), { timeout: 20_000 });
  await bot.kill();
  assert(isAlive(program)).toBe(true);
  assert(await readdir(temporary)).toHaveLength(1);

  await bot.start();
  await expect(alice).toSee("🎙️ “List the files.”", { within: 20_000 });
  await expect(alice).toSee("🪞 Echo (a stand-in, no real agent): List the files.");
  await vi.waitFor(() => assert(isAlive(program)).toBe(false), { timeout: 5_000 });
  assert(await readdir(temporary)).toEqual([]);
  await alice.send("/status");
  await expect(alice).toSee("Turn Count: 1");
});

async function pidsIn(directory: string): Promise<[number, ...number[]]> {
  const [first, ...rest] = (await readFile(join(directory, "heard"), "utf8")).trim().split("\n").map(Number);
  if (!first) throw new Error("No program has begun yet.");
  return [first, ...rest];
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
