import { Gate } from "../faults/gate.ts";
import { Loopback } from "../server/loopback.ts";
import { RunUnsound } from "../telegram.ts";
import { Pulse } from "../world/pulse.ts";
import { until } from "../world/until.ts";
import type { AnthropicRequest, Said } from "./request.ts";
import { routes } from "./routes.ts";
import { type Answer, Rules } from "./rules.ts";
import type { Script } from "./script.ts";

export interface AnthropicOptions {
  /** Default: any free one. */
  readonly port?: number;
}

/** Starts a fake of Anthropic's Messages API on loopback, that knows no answers. */
export async function startAnthropic({ port = 0 }: AnthropicOptions = {}): Promise<FakeAnthropic> {
  const anthropic = new FakeAnthropic();
  await anthropic.listen(port);
  return anthropic;
}

/** The Messages API, as Claude Code and Anthropic's libraries use it, and the model behind it: it says what it is told to. */
export class FakeAnthropic implements AsyncDisposable {
  /** The only one that is let in. */
  readonly apiKey = "sk-ant-fake";
  /** All there were, oldest first. */
  readonly requests: AnthropicRequest[] = [];
  private readonly asks = new Pulse();
  private readonly rules = new Rules();
  private readonly problems = new Set<string>();
  private readonly server = new Loopback(
    routes({
      apiKey: this.apiKey,
      take: (request) => this.take(request),
      unexpected: (what) => this.problems.add(`asked for ${what}, which is not imitated`),
    }),
  );

  /** What a client takes in place of `https://api.anthropic.com`. */
  get url(): string {
    return this.server.url;
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
   * What is answered when a person said this. Of several rules the latest counts;
   * one in which nothing is left, such as a failure that has happened, counts no longer.
   */
  when(said: string | RegExp): Script {
    return this.rules.add(said);
  }

  /** What is answered when Claude Code asks for a summary, to compact a conversation. Default: a short one. */
  whenCompacting(): Script {
    return this.rules.addForSummaries();
  }

  /** For `script.hold(...)`: it keeps one request waiting at that point until it is released or cut. */
  hold(): Gate<AnthropicRequest> {
    return new Gate();
  }

  /**
   * Waits for a request in which a person said this, or finds the latest there was.
   * @param within in ms.
   */
  async asked(said: RegExp, { within = 10_000 } = {}): Promise<AnthropicRequest> {
    const { found, ended } = await until({
      look: () => this.requests.findLast(({ prompt }) => prompt.search(said) >= 0),
      beats: [this.asks],
      timeoutMs: within,
    });
    if (found) return found;
    const prompts = this.requests.map(({ prompt }) => `\n  ${JSON.stringify(prompt)}`);
    throw new Error(`Nobody asked ${said}: ${ended}. Asked was:${prompts.join("") || " nothing"}`);
  }

  /** The conversation as the model was last told it; empty if it was never asked in it. */
  heard(session: string): readonly Said[] {
    return this.requests.findLast((request) => request.session === session)?.history ?? [];
  }

  /** @throws {RunUnsound} if something was asked that no rule answers, or that is not imitated. */
  assertSound(): void {
    if (this.problems.size > 0) throw new RunUnsound([...this.problems].join("\n"));
  }

  /** From now on connections are refused, and those there are end. */
  async goAway(): Promise<void> {
    await this.server.close();
  }

  /** At the same address. */
  async comeBack(): Promise<void> {
    await this.server.listen();
  }

  /** @internal */
  async listen(port: number): Promise<void> {
    await this.server.listen(port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
  }

  private take(request: AnthropicRequest): Answer | undefined {
    this.requests.push(request);
    this.asks.beat();
    const answer = this.rules.answerTo(request);
    if (!answer) this.problems.add(`no rule answers ${JSON.stringify(request.prompt || request.history.at(-1)?.text)}`);
    return answer;
  }
}
