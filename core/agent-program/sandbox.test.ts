import { spawnSync } from "node:child_process";
import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { describe, expect, test, vi } from "vitest";
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

  test.each(["/", "/usr", "/tmp"])("has a system also where %s is the home", (HOME) => {
    expect(inside("echo here", { environment: { HOME } })).toBe("here\n");
  });

  describe.runIf(process.getuid?.() === 0)("of a bot that is installed in a directory that all see", () => {
    test.each(["/opt", "/usr/src", "/usr/lib"])("%s: shows nothing of the bot but its program", async (place) => {
      await using bot = await installed(place);
      const home = join(bot.path, "sessions/claude/7");
      const seen = inside(`grep -rs . ${bot.path} /lib/${basename(bot.path)}; echo kept > ${home}/new`, {
        directories: [home],
        seen: [join(bot.path, "node_modules")],
      });
      expect(seen.trim().split("\n").sort()).toEqual(
        [`${home}/talk:canary of 7`, `${bot.path}/node_modules/agent:canary of the agent`].sort(),
      );
      expect(await readFile(join(home, "new"), "utf8")).toBe("kept\n");
    });

    test("hides what is known to be secret where the bot's directory is also the agent's, or the system's", async () => {
      await using bot = await installed("/opt");
      const hidden = ["sessions/claude", "sessions/bot.sqlite"].map((name) => join(bot.path, name));
      for (const cwd of [bot.path, "/", "/opt"]) {
        vi.mocked(process.cwd).mockReturnValue(cwd);
        const seen = inside(`grep -rs . ${bot.path}`, { hidden, seen: [bot.path] });
        expect(seen).toContain("canary of the agent");
        for (const secret of ["canary of 7", "canary of 8", "canary of all"]) expect(seen).not.toContain(secret);
        if (cwd === bot.path) expect(seen).not.toContain("TOKEN");
      }
    });
  });
});

/** The directory of a bot, in which the bot then works. */
async function installed(place: string) {
  const bot = await mkdtempDisposable(join(place, "sandbox-bot-"));
  const cwd = vi.spyOn(process, "cwd").mockReturnValue(bot.path);
  const files = {
    ".env": "TELEGRAM_TOKEN=canary",
    "node_modules/agent": "canary of the agent",
    "sessions/bot.sqlite": "canary of all",
    "sessions/claude/7/talk": "canary of 7",
    "sessions/claude/8/talk": "canary of 8",
  };
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(bot.path, name)), { recursive: true });
    await writeFile(join(bot.path, name), text);
  }
  return {
    path: bot.path,
    async [Symbol.asyncDispose]() {
      cwd.mockRestore();
      await bot.remove();
    },
  };
}

/** What a shell in it writes. */
function inside(commands: string, room: Partial<Room> = {}): string {
  const env = { ...environment, ...room.environment };
  const run = sandbox?.wrap("/bin/sh", ["-c", commands], { directories: [], ...room, environment: env });
  const { stdout, stderr } = spawnSync(run?.command ?? "", run?.args ?? [], { env, encoding: "utf8" });
  return `${stdout}${stderr}`;
}
