import type { InjectionToken } from "tsyringe";
import { CodedError } from "./errors.ts";

/** What turns speech into text: a port that a feature implements and an app chooses. */
export interface Transcriber {
  /** Such as `openai`: shown in logs. */
  readonly name: string;

  /**
   * What is said in a recording; "" if nothing is. May take long; ends soon after `signal`.
   *
   * @param marker for the environment of processes it starts: those that outlive a killed bot are ended by the next one.
   * @throws {TranscriptionFailed} to say to the user why; anything else is logged and told as a failure without a reason.
   */
  transcribe(recording: Recording, signal: AbortSignal, marker?: Readonly<Record<string, string>>): Promise<string>;
}

export const Transcriber: InjectionToken<Transcriber> = Symbol("Transcriber");

export interface Recording {
  /** Such as `voice.ogg`; its ending is one that speech-to-text services know. */
  readonly name: string;
  /** Such as `audio/ogg`. */
  readonly mime: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** It could not be transcribed; the message is a sentence for the user. */
export class TranscriptionFailed extends CodedError {
  readonly code = "TRANSCRIPTION_FAILED";
  readonly hint = "Look at TRANSCRIBER and the variables that begin with it, and at what it names.";
}
