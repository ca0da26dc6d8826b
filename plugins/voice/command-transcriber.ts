import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import pLimit, { type LimitFunction } from "p-limit";
import { type Log, type Recording, type Transcriber, TranscriptionFailed } from "#core";
import { RecordingRooms } from "./recording-rooms.ts";
import { type Command, runProgram } from "./run-program.ts";
import { wavCommand } from "./wav.ts";

export interface CommandTranscriberOptions {
  /**
   * `{file}` stands for the path of the recording as it was sent, `{wav}` for one that ffmpeg makes of it, with one channel
   * of 16 kHz. Without either, the recording's path comes last.
   */
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** What the program gets, ffmpeg as well: without `PATH`, say, neither is found. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** How long it may take, in ms. Default: five minutes. */
  readonly timeoutMs?: number;
  /** How many recordings it works on at once, of all users; what comes beyond waits. Default: 2. */
  readonly atOnce?: number;
}

/** Has recordings transcribed by a program on this machine: a file goes in, its text comes out on stdout. */
export class CommandTranscriber implements Transcriber {
  readonly name = "command";
  private readonly rooms = new RecordingRooms();

  /** A speech program takes all the cores and GBs it is given, and anybody can send ten voice messages in a row. */
  private readonly places: LimitFunction;

  constructor(private readonly options: CommandTranscriberOptions) {
    this.places = pLimit(options.atOnce ?? 2);
  }

  transcribe(recording: Recording, signal: AbortSignal, marker: Marker = {}): Promise<string> {
    return this.places(() => this.hear(recording, signal, marker));
  }

  private async hear({ name, bytes }: Recording, signal: AbortSignal, marker: Marker): Promise<string> {
    signal.throwIfAborted();
    await using directory = await this.rooms.open();
    const file = join(directory.path, name);
    const wav = join(directory.path, "16-khz.wav");
    await writeFile(file, bytes, { mode: 0o600 });
    const late = AbortSignal.timeout(this.options.timeoutMs ?? 300_000);
    const run = (command: Command, sentence: string) => this.run(command, sentence, { signal, late, marker });
    const [program, ...args] = this.options.command;
    if (wantsWav(args)) await run(wavCommand(file, wav), "I could not read this recording.");
    const given = args.map((arg) => arg.replaceAll("{file}", file).replaceAll("{wav}", wav));
    const isNamed = args.some((arg) => arg.includes("{file}")) || wantsWav(args);
    // Not without awaiting it: the directory has to last as long.
    return await run([program, ...given, ...(isNamed ? [] : [file])], "The transcription program failed.");
  }

  private async run(command: Command, sentence: string, { signal, late, marker }: Bounds): Promise<string> {
    const environment = { ...this.options.environment, ...marker };
    const { stdout, stderr, failure } = await runProgram(command, AbortSignal.any([signal, late]), environment);
    signal.throwIfAborted();
    if (failure === undefined) return stdout;
    const reason = late.aborted ? "took too long" : failure;
    this.options.log.error("transcriber failed", { program: command[0], reason, stderr: lastLinesOf(stderr) });
    throw new TranscriptionFailed(late.aborted ? "The transcription took too long." : sentence, {
      cause: new Error(reason),
    });
  }
}

type Marker = Readonly<Record<string, string>>;

interface Bounds {
  readonly signal: AbortSignal;
  readonly late: AbortSignal;
  readonly marker: Marker;
}

/** Whether it takes ffmpeg to run a program with these arguments. */
export const wantsWav = (args: readonly string[]) => args.some((arg) => arg.includes("{wav}"));

const lastLinesOf = (output: string) => output.trim().split("\n").slice(-5).join("\n");
