import type { OpenAI } from "openai";
import { type Recording, type Transcriber, TranscriptionFailed } from "#core";

export interface OpenAiTranscriberOptions {
  /** Of a service that is compatible with OpenAI's, such as `http://127.0.0.1:8000/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  /** Such as `en`, in ISO-639-1. Default: the service finds out. */
  readonly language?: string;
  /** Services of one's own often need none. */
  readonly key?: string;
  /** How long one try may take, in ms. Default: two minutes. */
  readonly timeoutMs?: number;
}

/** Has recordings transcribed by `POST /audio/transcriptions`, as OpenAI offers it, and many others do. */
export class OpenAiTranscriber implements Transcriber {
  readonly name = "openai";
  private client: OpenAI | undefined;

  constructor(private readonly options: OpenAiTranscriberOptions) {}

  async transcribe({ name, mime, bytes }: Recording, signal: AbortSignal): Promise<string> {
    // Loaded when somebody speaks: it takes its time.
    const openai = await import("openai");
    const { baseUrl, key = "none", model, language, timeoutMs = 120_000 } = this.options;
    this.client ??= new openai.OpenAI({
      baseURL: baseUrl,
      apiKey: key,
      timeout: timeoutMs,
      maxRetries: 2,
      logLevel: "off",
    });
    try {
      const file = await openai.toFile(bytes, name, { type: mime });
      const asked = { file, model, response_format: "json" as const, ...(language && { language }) };
      const { text }: { text?: unknown } = await this.client.audio.transcriptions.create(asked, { signal });
      if (typeof text === "string") return text;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof openai.OpenAIError)) throw error;
      throw new TranscriptionFailed(sentenceFor(error, openai), { cause: error });
    }
    throw new TranscriptionFailed("The transcription service gave an answer that I don't understand.");
  }
}

function sentenceFor(error: Error, openai: typeof import("openai")): string {
  if (error instanceof openai.APIConnectionError) return "The transcription service does not answer.";
  const status = error instanceof openai.APIError ? (error.status ?? 0) : 0;
  if (status === 401 || status === 403) return "The transcription service does not accept this bot's key.";
  if (status === 429) return "The transcription service has too much to do just now.";
  if (status >= 500) return "The transcription service has a problem of its own.";
  return "The transcription service could not make anything of this recording.";
}
