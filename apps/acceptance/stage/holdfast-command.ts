import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Environment } from "./environment.ts";

/** The `holdfast` command as it is installed: compiled, whether this file is or not. */
export const HOLDFAST: readonly [string, string] = [
  process.execPath,
  join(dirname(createRequire(import.meta.url).resolve("holdfast/package.json")), "dist/apps/holdfast/bin.js"),
];

export interface Finished {
  readonly code: number | null;
  /** Both streams, without the last line break. */
  readonly output: string;
}

export interface CommandOptions {
  readonly env: Environment;
  readonly cwd: string;
  /** Whose rights it has. Default: those of this process. */
  readonly uid?: number;
  /** In ms; after it the command is killed. Default: 20,000. */
  readonly withinMs?: number;
}

/** Runs a `holdfast` command to its end, such as `holdfast sessions prune`. */
export async function runHoldfast(args: readonly string[], options: CommandOptions): Promise<Finished> {
  const { env, cwd, uid, withinMs = 20_000 } = options;
  const [node, bin] = HOLDFAST;
  const child = spawn(node, [bin, ...args], {
    env: { ...process.env, ...env },
    cwd,
    ...(uid !== undefined && { uid, gid: uid }),
    stdio: ["ignore", "pipe", "pipe"],
    timeout: withinMs,
    killSignal: "SIGKILL",
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  }
  const [code] = (await once(child, "close")) as [number | null];
  return { code, output: chunks.join("").trimEnd() };
}
