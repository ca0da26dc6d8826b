import { execFile, spawnSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startControl } from "./control.ts";

const hasPython = spawnSync("python3", ["--version"]).status === 0;
const MISSING = "python3 is missing, so the control API is not tried from it: apt-get install python3.";
const mayLack = process.env.HOLDFAST_REQUIRE_ALL !== "1";
if (!hasPython && mayLack) console.warn(MISSING);

test.skipIf(!hasPython && mayLack)("a bot is tested from Python, by its standard library alone", async () => {
  if (!hasPython) throw new Error(MISSING);
  await using control = await startControl();
  const { stderr } = await promisify(execFile)("python3", ["-B", "-m", "unittest"], {
    cwd: join(import.meta.dirname, "examples"),
    env: { ...process.env, CONTROL: control.url },
  });
  expect(stderr).toMatch(/Ran 5 tests .*\n\nOK/);
});
