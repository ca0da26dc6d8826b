import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Recorder, type RecorderOptions } from "../recorder/recorder.ts";
import { Pulse } from "../world/pulse.ts";

export interface RecordingState {
  /** `none`: nothing was recorded yet. */
  readonly phase: "none" | "recording" | "ending" | "ended";
  /** The scenario so far. */
  readonly source: string;
}

/** There is a scenario of that name, or the name says nothing. */
export class NotSaved extends Error {
  override readonly name = "NotSaved";
}

/** The Record button: one recording at a time, kept until the next one begins. */
export class Recording {
  /** Beats when there is more to read. */
  readonly changed = new Pulse();
  private recorder: Recorder | undefined;
  private phase: RecordingState["phase"] = "none";

  constructor(
    private readonly options: RecorderOptions,
    private readonly directory: string,
  ) {}

  get state(): RecordingState {
    return { phase: this.phase, source: this.recorder?.write(untitled).source ?? "" };
  }

  /** Does nothing while one is going on: two pages may press at once. */
  start(): void {
    if (this.phase === "recording" || this.phase === "ending") return;
    this.recorder = new Recorder(this.options);
    this.recorder.grown.subscribe(() => this.changed.beat());
    this.enter("recording");
  }

  async stop(): Promise<void> {
    if (this.phase !== "recording") return;
    this.enter("ending");
    await this.recorder?.stop();
    this.enter("ended");
  }

  /**
   * Ends the recording and writes it down, its files beside it.
   * @returns the scenario's path.
   * @throws {NotSaved} rather than to write over another one.
   */
  async save(title: string): Promise<string> {
    const name = nameFor(title);
    if (!this.recorder) throw new NotSaved("Nothing was recorded yet.");
    if (name === "") throw new NotSaved("The title needs a letter or a digit.");
    await this.stop();
    const folder = `${name}.files`;
    const { source, files } = this.recorder.write(title, folder);
    const path = join(this.directory, `${name}.scenario.ts`);
    await mkdir(this.directory, { recursive: true });
    await writeFile(path, source, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST" ? new NotSaved(`There is a scenario ${path} already.`, { cause: error }) : error;
    });
    if (files.size > 0) await mkdir(join(this.directory, folder), { recursive: true });
    for (const [file, bytes] of files) await writeFile(join(this.directory, folder, file), bytes);
    return path;
  }

  private enter(phase: RecordingState["phase"]): void {
    this.phase = phase;
    this.changed.beat();
  }
}

const untitled = "What was recorded";

/** A name of a file that no title can turn into a path. */
const nameFor = (title: string) =>
  title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
