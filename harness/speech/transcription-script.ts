import { type Incident, isLeft, type Said, Script } from "../scripted/script.ts";
import type { TranscriptionRequest } from "./request.ts";

/** What was said in an audio file, as far as anybody knows. */
export class TranscriptionScript extends Script<TranscriptionRequest> {
  /** @internal */
  readonly pieces: (Said | Incident<TranscriptionRequest>)[] = [];

  get isLeft(): boolean {
    return isLeft(this.pieces);
  }

  protected add(piece: Said | Incident<TranscriptionRequest>): this {
    this.pieces.push(piece);
    return this;
  }
}
