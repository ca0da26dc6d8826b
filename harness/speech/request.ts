import type { Ending } from "../scripted/exchange.ts";

/** What a client wants to have written down. */
export interface Wish {
  readonly model: string;
  /** Such as `en`; "" if it is not said. */
  readonly language: string;
  readonly prompt: string;
  readonly format: string;
  readonly file: {
    readonly name: string;
    /** As the client calls it, such as `audio/ogg`. */
    readonly mime: string;
    readonly bytes: Uint8Array;
  };
}

/** One request for a transcription. */
export class TranscriptionRequest implements Wish {
  /** In ms since the epoch. */
  readonly at = Date.now();
  readonly model: string;
  readonly language: string;
  readonly prompt: string;
  readonly format: string;
  readonly file: Wish["file"];
  /** Resolves when nothing more happens to it. */
  readonly ended: Promise<Ending>;
  /** @internal */
  readonly end: (how: Ending) => void;

  constructor(wish: Wish) {
    this.model = wish.model;
    this.language = wish.language;
    this.prompt = wish.prompt;
    this.format = wish.format;
    this.file = wish.file;
    const { promise, resolve } = Promise.withResolvers<Ending>();
    this.ended = promise;
    this.end = resolve;
  }
}
