import { FakeApi, type FakeApiOptions } from "../scripted/fake-api.ts";
import type { ModelScript } from "./model-script.ts";
import type { AnthropicRequest, Said } from "./request.ts";
import { routes } from "./routes.ts";
import { type Answer, Rules } from "./rules.ts";

/** Starts a fake of Anthropic's Messages API on loopback, that knows no answers. */
export function startAnthropic(options: FakeApiOptions = {}): Promise<FakeAnthropic> {
  return new FakeAnthropic().listen(options);
}

/** The Messages API, as Claude Code and Anthropic's libraries use it, and the model behind it: it says what it is told to. */
export class FakeAnthropic extends FakeApi<AnthropicRequest> {
  private readonly rules = new Rules();

  /** @internal */
  constructor() {
    super("sk-ant-fake");
  }

  /** What a client takes in place of `https://api.anthropic.com`. */
  get url(): string {
    return this.origin;
  }

  /** What Claude Code has to find in its environment to come here, and to go nowhere else. */
  get env(): Readonly<Record<string, string>> {
    return {
      ANTHROPIC_BASE_URL: this.url,
      ANTHROPIC_API_KEY: this.apiKey,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
    };
  }

  /**
   * What is answered when a person said this. Of several rules the latest counts; one in which nothing is left, such as a
   * failure that has happened, counts no longer.
   */
  when(said: string | RegExp): ModelScript {
    return this.rules.add(said);
  }

  /** What is answered when Claude Code asks for a summary, to compact a conversation. Default: a short one. */
  whenCompacting(): ModelScript {
    return this.rules.addForSummaries();
  }

  /**
   * Waits for a request in which a person said this, or finds the latest there was.
   * @param within in ms.
   */
  asked(said: RegExp, { within = 10_000 } = {}): Promise<AnthropicRequest> {
    const isIt = ({ prompt }: AnthropicRequest) => prompt.search(said) >= 0;
    return this.wait({ wanted: String(said), isIt, shown: ({ prompt }) => JSON.stringify(prompt) }, within);
  }

  /** The conversation as the model was last told it; empty if it was never asked in it. */
  heard(session: string): readonly Said[] {
    return this.requests.findLast((request) => request.session === session)?.history ?? [];
  }

  protected routes() {
    return routes({
      apiKey: this.apiKey,
      take: (request) => this.take(request),
      unexpected: (what) => this.report(`asked for ${what}, which is not imitated`),
    });
  }

  private take(request: AnthropicRequest): Answer | undefined {
    this.keep(request);
    const answer = this.rules.answerTo(request);
    if (!answer) this.report(`no rule answers ${JSON.stringify(request.prompt || request.history.at(-1)?.text)}`);
    return answer;
  }
}
