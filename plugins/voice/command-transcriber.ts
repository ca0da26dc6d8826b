import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { type Log, type Recording, type Transcriber, TranscriptionFailed } from "#core";

export interface CommandTranscriberOptions {
  /** `{file}` stands for the recording's path; without it, the path comes last. */
  readonly command: readonly [program: string, ...args: readonly string[]];
  readonly log: Log;
  /** How long it may take, in ms. Default: five minutes. */
  readonly timeoutMs?: number;
}

/** Has recordings transcribed by a program on this machine: a file goes in, its text comes out on stdout. */
export class CommandTranscriber implements Transcriber {
  readonly name = "command";

  constructor(private readonly options: CommandTranscriberOptions) {}

  async transcribe({ name, bytes }: Recording, signal: AbortSignal): Promise<string> {
    await using directory = await mkdtempDisposable(join(tmpdir(), "voice-"));
    const file = join(directory.path, name);
    await writeFile(file, bytes, { mode: 0o600 });
    const late = AbortSignal.timeout(this.options.timeoutMs ?? 300_000);
    const { stdout, stderr, failure } = await this.run(file, AbortSignal.any([signal, late]));
    signal.throwIfAborted();
    if (failure === undefined) return stdout;
    const reason = late.aborted ? "took too long" : failure;
    this.options.log.error("transcriber failed", { program: this.options.command[0], reason, stderr: lastOf(stderr) });
    throw new TranscriptionFailed(
      late.aborted ? "The transcription took too long." : "The transcription program failed.",
      { cause: new Error(reason) },
    );
  }

  private async run(file: string, signal: AbortSignal) {
    const [program, ...given] = this.options.command;
    const named = given.map((arg) => arg.replaceAll("{file}", file));
    const args = given.some((arg) => arg.includes("{file}")) ? named : [...named, file];
    // A group of its own, so that nothing it has started outlives it.
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
    const end = () => {
      if (child.pid !== undefined) killGroup(child.pid);
    };
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
    try {
      const [stdout, stderr, failure] = await Promise.all([text(child.stdout), text(child.stderr), failureOf(child)]);
      return { stdout, stderr, failure };
    } finally {
      signal.removeEventListener("abort", end);
    }
  }
}

/** @returns undefined if it ended well. */
async function failureOf(child: ReturnType<typeof spawn>): Promise<string | undefined> {
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

const lastOf = (output: string) => output.trim().split("\n").slice(-5).join("\n").slice(-1_000);
