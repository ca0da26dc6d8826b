import { FakeApi, type FakeApiOptions } from "../scripted/fake-api.ts";
import type { TranscriptionRequest } from "./request.ts";
import { routes } from "./routes.ts";
import { TranscriptionScript } from "./transcription-script.ts";

/** Starts a fake of a speech-to-text service on loopback, that hears nothing yet. */
export function startTranscription(options: FakeApiOptions = {}): Promise<FakeTranscription> {
  return new FakeTranscription().listen(options);
}

type Which = (request: TranscriptionRequest) => boolean;

/**
 * Speech to text as OpenAI and those that are compatible with it offer it: `POST /v1/audio/transcriptions`. It says that it
 * has heard what it is told to, but looks at what it is sent as strictly as the real one.
 */
export class FakeTranscription extends FakeApi<TranscriptionRequest> {
  private readonly rules: { readonly which: Which; readonly script: TranscriptionScript }[] = [];

  /** @internal */
  constructor() {
    super("sk-fake");
  }

  /** What a client takes in place of `https://api.openai.com/v1`. */
  get url(): string {
    return `${this.origin}/v1`;
  }

  /**
   * What is heard in audio of which this is true (default: any). Of several rules the latest counts; one in which
   * nothing is left, such as a failure that has happened, counts no longer.
   */
  when(which: Which = () => true): TranscriptionScript {
    const script = new TranscriptionScript();
    this.rules.unshift({ which, script });
    return script;
  }

  /** Waits for the first request, or finds the latest there was. @param within in ms. */
  asked({ within = 10_000 } = {}): Promise<TranscriptionRequest> {
    return this.wait({ wanted: "for a transcription", isIt: () => true, shown: ({ file }) => file.name }, within);
  }

  protected routes() {
    return routes({
      apiKey: this.apiKey,
      take: (request) => this.take(request),
      unexpected: (what) => this.report(`asked for ${what}, which is not imitated`),
    });
  }

  private take(request: TranscriptionRequest): TranscriptionScript | undefined {
    this.keep(request);
    const rule = this.rules.find(({ which, script }) => script.isLeft && which(request));
    if (!rule) this.report(`no rule says what is heard in ${request.file.name}`);
    return rule?.script;
  }
}
