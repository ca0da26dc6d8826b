import type { Hono } from "hono";
import { Gate } from "../faults/gate.ts";
import { Loopback, type NodeBindings } from "../server/loopback.ts";
import { type FakeTelegram, RunUnsound } from "../telegram.ts";
import { Pulse } from "../world/pulse.ts";
import { until } from "../world/until.ts";

export interface FakeApiOptions {
  /** Default: any free one. */
  readonly port?: number;
  /** Whose verdict finds what was asked here without a script, so that a scenario fails for it. Default: nobody's. */
  readonly telegram?: FakeTelegram;
}

/** An HTTP API on loopback that does what scripts say, and is loud about what none says. */
export abstract class FakeApi<Request> implements AsyncDisposable {
  /** All there were, oldest first. */
  readonly requests: Request[] = [];
  private readonly asks = new Pulse();
  private readonly problems = new Set<string>();
  private readonly server: Loopback;

  protected constructor(
    /** The only one that is let in. */
    readonly apiKey: string,
  ) {
    this.server = new Loopback(this.routes());
  }

  protected abstract routes(): Hono<NodeBindings>;

  protected get origin(): string {
    return this.server.url;
  }

  /** For `script.hold(...)`: it keeps one request waiting at that point until it is released or cut. */
  hold(): Gate<Request> {
    return new Gate();
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
  async listen({ port = 0, telegram }: FakeApiOptions): Promise<this> {
    telegram?.oracles.checkAtEnd(() => [...this.problems].map((what) => ({ oracle: "not scripted", what })));
    await this.server.listen(port);
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
  }

  protected keep(request: Request): void {
    this.requests.push(request);
    this.asks.beat();
  }

  /** @throws {Error} with what was asked instead, in the words of `shown`. */
  protected async wait(
    { wanted, isIt, shown }: { wanted: string; isIt: (request: Request) => boolean; shown: (one: Request) => string },
    timeoutMs: number,
  ): Promise<Request> {
    const look = () => this.requests.findLast(isIt);
    const { found, ended } = await until({ look, beats: [this.asks], timeoutMs });
    if (found !== undefined) return found;
    const asked = this.requests.map((one) => `\n  ${shown(one)}`).join("");
    throw new Error(`Nobody asked ${wanted}: ${ended}. Asked was:${asked || " nothing"}`);
  }

  protected report(problem: string): void {
    this.problems.add(problem);
  }
}
