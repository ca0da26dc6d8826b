import { type Dispatcher, Pool } from "undici";

/** Connections at most. Each carries one call at a time, and a reply may take Telegram 60 ms. */
const CONNECTIONS = 512;

/** An answer in full. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/**
 * Connections to one server that stay open. Below undici's `request`, whose stream for each body and listener on each
 * signal cost as much as the rest of a call: an answer of Telegram is short, and what ends one call mostly ends all.
 */
export class Connections {
  private readonly pool: Pool;
  private readonly calls = new Set<Call>();

  /** @param origin such as `https://api.telegram.org`. */
  constructor(origin: string) {
    this.pool = new Pool(origin, { connections: CONNECTIONS, headersTimeout: 90_000, keepAliveTimeout: 30_000 });
  }

  /** @param signal ends this call alone. */
  async post(
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string | Buffer,
    signal?: AbortSignal,
  ): Promise<HttpAnswer> {
    const call = new Call();
    // No more of the signal than its event: grammY's own is of a package that knows neither a reason nor how to throw it.
    const abort = () => call.abort(new Error("The call was ended.", { cause: signal?.reason }));
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    this.calls.add(call);
    try {
      if (!signal?.aborted) this.pool.dispatch({ path, method: "POST", headers, body }, call);
      return await call.answer;
    } finally {
      this.calls.delete(call);
      signal?.removeEventListener("abort", abort);
    }
  }

  /** Ends all calls that are under way. */
  abort(reason: Error): void {
    for (const call of this.calls) call.abort(reason);
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }
}

/** One call on its way, as undici reports it. */
class Call implements Dispatcher.DispatchHandler {
  private readonly settled = Promise.withResolvers<HttpAnswer>();
  private readonly chunks: Buffer[] = [];
  private status = 0;
  private controller: Dispatcher.DispatchController | undefined;
  private aborted: Error | undefined;

  get answer(): Promise<HttpAnswer> {
    return this.settled.promise;
  }

  abort(reason: Error): void {
    this.aborted = reason;
    this.controller?.abort(reason);
    this.settled.reject(reason);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // It was waiting for a connection when it was ended.
    if (this.aborted) controller.abort(this.aborted);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [only] = this.chunks;
    const body = this.chunks.length === 1 && only ? only : Buffer.concat(this.chunks);
    this.settled.resolve({ status: this.status, body: body.toString() });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.settled.reject(error);
  }
}
