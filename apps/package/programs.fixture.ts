import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { describe } from "vitest";
import { freshEnvironment } from "../../harness/guides/workplace.fixture.ts";

/**
 * Runs a program to its end, as in a fresh shell.
 * @throws with all it wrote, if it fails.
 */
export async function run(
  program: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ output: string; log: string }> {
  const options = { cwd, env: { ...freshEnvironment(), ...env }, maxBuffer: 64 * 2 ** 20 };
  const { stdout, stderr } = await promisify(execFile)(program, args, options).catch((error: Ended) => {
    throw new Error(`${program} ${args.join(" ")} failed:\n${error.stdout}${error.stderr}`, { cause: error });
  });
  return { output: stdout, log: stderr };
}

interface Ended extends Error {
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a program that goes on until it is put away, and whatever it has started. */
export function start(program: string, args: readonly string[], cwd: string, env: Record<string, string> = {}) {
  const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
  const child = spawn(program, args, { cwd, env: { ...freshEnvironment(), ...env }, stdio, detached: true });
  const ended = once(child, "close").then(() => true);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      child.emit("wrote");
    });
  }
  return {
    /** Resolves when it has written this; rejects if it ends without. */
    async wrote(text: string): Promise<void> {
      while (!output.includes(text)) {
        const isOver = await Promise.race([once(child, "wrote").then(() => false), ended]);
        if (isOver && !output.includes(text)) throw new Error(`It never wrote "${text}", but:\n${output}`);
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      if (child.pid && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
      await ended;
    },
  };
}

/**
 * A suite that installs from npm's registry: skipped where npm reaches none, unless all must be real.
 * @param aloud says why it is skipped; once for all files is enough.
 */
export async function describeWithRegistry(title: string, suite: () => void, { aloud = false } = {}): Promise<void> {
  const quick = ["--fetch-retries=0", "--fetch-timeout=10000"];
  const isThere = await run("npm", ["view", "typescript", "version", ...quick], tmpdir()).then(
    () => true,
    () => false,
  );
  const isLeftOut = !isThere && process.env.HOLDFAST_REQUIRE_ALL !== "1";
  if (isLeftOut && aloud) console.warn("Tests that install the package skipped: npm reaches no registry.");
  describe.skipIf(isLeftOut)(title, suite);
}
