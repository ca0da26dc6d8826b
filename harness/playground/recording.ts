import { mkdir, mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { quoted } from "../recorder/literal.ts";
import { Recorder, type RecorderOptions } from "../recorder/recorder.ts";
import { usualFilesFolder } from "../recorder/write-scenario.ts";
import { Pulse } from "../world/pulse.ts";

export interface RecordingState {
  /** `none`: nothing was recorded yet. */
  readonly phase: "none" | "recording" | "ending" | "ended";
  /** The scenario so far. */
  readonly source: string;
  /** Whether it can be played again here. */
  readonly canReplay: boolean;
}

/** What came of playing a recorded scenario again. */
export interface Replayed {
  readonly passed: boolean;
  /** Why it failed. */
  readonly report?: string;
  /** At which line. */
  readonly line?: number;
}

export interface RecordingOptions extends RecorderOptions {
  /** Where scenarios are saved. */
  readonly directory: string;
  readonly replay?: ((file: string) => Promise<Replayed>) | undefined;
}

/** There is a scenario of that name, or the name says nothing, or there is nothing to save. */
export class NotSaved extends Error {
  override readonly name = "NotSaved";
}

/** The Record button: one recording at a time, kept until the next one begins. */
export class Recording {
  /** Beats when there is more to read. */
  readonly changed = new Pulse();
  private recorder: Recorder | undefined;
  private phase: RecordingState["phase"] = "none";

  constructor(private readonly options: RecordingOptions) {}

  get state(): RecordingState {
    const { phase, recorder, options } = this;
    return { phase, source: recorder?.write(untitled).source ?? "", canReplay: options.replay !== undefined };
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
   * @param edited what somebody has made of its source; its title is replaced if it is still the first one.
   * @returns the scenario's path.
   * @throws {NotSaved} rather than to write over another one.
   */
  async save(title: string, edited?: string): Promise<string> {
    const name = nameFor(title);
    if (this.recorder && name === "") throw new NotSaved("The title needs a letter or a digit.");
    return this.write(this.options.directory, name, title, edited);
  }

  /**
   * Ends the recording and plays it again.
   * @throws {NotSaved} if there is nothing to play, or nobody to play it.
   */
  async replay(edited?: string): Promise<Replayed> {
    const { replay } = this.options;
    if (!replay) throw new NotSaved("This playground has no other process of the bot to replay it on.");
    await using directory = await mkdtempDisposable(join(tmpdir(), "recorded-"));
    return await replay(await this.write(directory.path, "recorded", untitled, edited));
  }

  private async write(directory: string, name: string, title: string, edited: string | undefined): Promise<string> {
    if (!this.recorder) throw new NotSaved("Nothing was recorded yet.");
    await this.stop();
    const folder = `${name}.files`;
    const { source, files } = this.recorder.write(title, folder);
    const path = join(directory, `${name}.scenario.ts`);
    await mkdir(directory, { recursive: true });
    const text = edited === undefined ? source : named(edited, title, folder);
    await writeFile(path, text, { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "EEXIST" ? new NotSaved(`There is a scenario ${path} already.`, { cause: error }) : error;
    });
    if (files.size > 0) await mkdir(join(directory, folder), { recursive: true });
    for (const [file, bytes] of files) await writeFile(join(directory, folder, file), bytes);
    return path;
  }

  private enter(phase: RecordingState["phase"]): void {
    this.phase = phase;
    this.changed.beat();
  }
}

const untitled = "What was recorded";

/** What was edited knows neither its title yet nor where its files will lie. */
const named = (source: string, title: string, folder: string) =>
  source
    .replace(JSON.stringify(untitled), () => quoted(title))
    .replaceAll(`./${usualFilesFolder}/`, () => `./${folder}/`);

/** A name of a file that no title can turn into a path. */
const nameFor = (title: string) =>
  title
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
