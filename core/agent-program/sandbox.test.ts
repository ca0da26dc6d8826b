import { spawnSync } from "node:child_process";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findSandbox, type Room } from "./sandbox.ts";

const environment = { PATH: "/usr/local/bin:/usr/bin:/bin" };
const sandbox = await findSandbox({ environment, variable: "SANDBOX" });

describe.skipIf(!sandbox)("a sandbox", () => {
  test("can't be undone from inside, not even by root", async () => {
    await using own = await mkdtempDisposable(join(tmpdir(), "sandbox-"));
    const seen = inside("grep CapEff /proc/self/status; mount -o remount,rw,bind /usr && echo undone", {
      directories: [own.path],
    });
    expect(seen).toMatch(/CapEff:\t0+\n/);
    expect(seen).not.toContain("undone");
  });
});

/** What a shell in it writes. */
function inside(commands: string, room: Partial<Room> = {}): string {
  const env = { ...environment, ...room.environment };
  const run = sandbox?.wrap("/bin/sh", ["-c", commands], { directories: [], ...room, environment: env });
  const { stdout, stderr } = spawnSync(run?.command ?? "", run?.args ?? [], { env, encoding: "utf8" });
  return `${stdout}${stderr}`;
}
