import { SingleBar } from "cli-progress";

export interface Progress {
  /** One more is done, or as many as are named. */
  advance(by?: number): void;
  /** So many are done, of so many if that is known. Needs no `this`. */
  readonly at: (done: number, total?: number) => void;
}

export interface ProgressOptions {
  /** What is being done, such as `Exporting sessions`. */
  readonly title: string;
  /** How many there are to do, if that is known. */
  readonly total?: number;
  /** Default: stderr, so that it never mixes with a result. */
  readonly stream?: NodeJS.WriteStream;
  /** Without a terminal, how often a line is written, in ms. Default: 5,000; shorter work then says nothing. */
  readonly everyMs?: number;
}

/** Shows how far long work has come while `task` does it: a bar on a terminal, else a plain line now and then. */
export async function withProgress<T>(options: ProgressOptions, task: (progress: Progress) => Promise<T>): Promise<T> {
  const { stream = process.stderr } = options;
  const shown = stream.isTTY ? new Bar(options, stream) : new Lines(options, stream);
  try {
    return await task(shown);
  } finally {
    shown.end();
  }
}

class Bar implements Progress {
  readonly #bar: SingleBar;

  constructor({ title, total }: ProgressOptions, stream: NodeJS.WriteStream) {
    this.#bar = new SingleBar({
      format: (_, { progress, value, total: all }) =>
        all > 0 ? `${title}  ${drawn(progress)}  ${value} of ${all}` : `${title}  ${value}`,
      stream,
      clearOnComplete: true,
      hideCursor: true,
    });
    this.#bar.start(total ?? 0, 0);
  }

  advance(by = 1): void {
    this.#bar.increment(by);
  }

  at = (done: number, total?: number): void => {
    if (total !== undefined) this.#bar.setTotal(total);
    this.#bar.update(done);
  };

  end(): void {
    this.#bar.stop();
  }
}

const drawn = (share: number) => "█".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, "░");
const WIDTH = 40;

class Lines implements Progress {
  readonly #options: ProgressOptions;
  readonly #stream: NodeJS.WriteStream;
  #done = 0;
  #saidAt = performance.now();

  constructor(options: ProgressOptions, stream: NodeJS.WriteStream) {
    this.#options = options;
    this.#stream = stream;
  }

  advance(by = 1): void {
    this.at(this.#done + by, this.#options.total);
  }

  at = (done: number, total?: number): void => {
    const { title, everyMs = 5_000 } = this.#options;
    this.#done = done;
    if (performance.now() - this.#saidAt < everyMs) return;
    this.#saidAt = performance.now();
    this.#stream.write(`${title}: ${done}${total === undefined ? "" : ` of ${total}`}\n`);
  };

  end(): void {}
}
