import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: readonly string[]];

/** How a program has ended. */
export interface Ended {
  readonly stdout: string;
  /** The end of it. */
  readonly stderr: string;
  /** undefined if it ended well. */
  readonly failure: string | undefined;
}

/**
 * Runs a program to its end. At `signal`, or if it writes without end, it is killed with all that it has started.
 * @param environment all the variables it gets.
 */
export async function runProgram(
  [program, ...args]: Command,
  signal: AbortSignal,
  environment: NodeJS.ProcessEnv,
): Promise<Ended> {
  const tooMuch = new AbortController();
  const enough = AbortSignal.any([signal, tooMuch.signal]);
  // A group of its own, so that nothing it has started outlives it.
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: environment, detached: true });
  const end = () => {
    if (child.pid !== undefined) killGroup(child.pid);
  };
  enough.addEventListener("abort", end);
  if (enough.aborted) end();
  try {
    const [stdout, stderr, failure] = await Promise.all([
      beginningOf(child.stdout, () => tooMuch.abort()),
      endOf(child.stderr),
      failureOf(child),
    ]);
    return { stdout, stderr, failure: tooMuch.signal.aborted ? WROTE_TOO_MUCH : failure };
  } finally {
    enough.removeEventListener("abort", end);
  }
}

async function beginningOf(stream: Readable, onTooMuch: () => void): Promise<string> {
  let text = "";
  for await (const piece of stream.setEncoding("utf8")) {
    text += piece;
    if (text.length <= MOST_CHARACTERS) continue;
    onTooMuch();
    break;
  }
  return text;
}

async function endOf(stream: Readable): Promise<string> {
  let text = "";
  for await (const piece of stream.setEncoding("utf8")) text = (text + piece).slice(-MOST_OF_STDERR);
  return text;
}

async function failureOf(child: ChildProcess): Promise<string | undefined> {
  try {
    const [code, killedBy] = (await once(child, "close")) as [number | null, string | null];
    return code === 0 ? undefined : `ended with ${code ?? killedBy}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** The longest recording that bots can download has a tenth of it. */
const MOST_CHARACTERS = 1_000_000;
const MOST_OF_STDERR = 1_000;
const WROTE_TOO_MUCH = "wrote more than a million characters";
