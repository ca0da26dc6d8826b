import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { BotProcessFailed } from "../bots/bot-process.ts";
import { ExpectationFailed } from "../people/failure-report.ts";
import { localOnly } from "../playground/local-only.ts";
import { PortTaken } from "../playground/playground.ts";
import { type FakeTelegram, startTelegram, type TelegramOptions } from "../telegram.ts";
import { accountRoutes } from "./account-routes.ts";
import { actionRoutes } from "./action-routes.ts";
import { appRoutes } from "./app-routes.ts";
import { Cast } from "./cast.ts";
import { answer, body, refusal } from "./exchange.ts";
import { expectRoutes } from "./expect-routes.ts";
import { fileRoutes } from "./file-routes.ts";
import { holdRoutes } from "./hold-routes.ts";
import { oracleRoutes } from "./oracle-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { processRoutes } from "./process-routes.ts";
import { recordRoutes } from "./record-routes.ts";
import { recordingRoutes } from "./recording-routes.ts";
import { latencyMs, limits, troubleRoutes } from "./trouble-routes.ts";

export interface ControlOptions {
  /** Of the control API. Default: any free one. */
  readonly port?: number;
  /** What kind of Telegram; its port is the Bot API's. */
  readonly telegram?: TelegramOptions;
}

/**
 * A fake Telegram of its own, and the control API: JSON over HTTP that does from any language what this library does.
 * It listens on loopback only and refuses what other sites send it.
 *
 * @throws {PortTaken}
 */
export async function startControl({ port = 0, telegram = {} }: ControlOptions = {}): Promise<Control> {
  const first = await startTelegram(telegram).catch((cause) => {
    throw new PortTaken(`Port ${telegram.port} can't be used.`, { cause });
  });
  const control = new Control(first, telegram);
  try {
    await control.listen(port);
    return control;
  } catch (error) {
    await control[Symbol.asyncDispose]();
    throw error;
  }
}

export class Control implements AsyncDisposable {
  /** Every call there is, with its path as a pattern. */
  readonly calls: readonly { readonly method: string; readonly path: string }[];
  private readonly app: Hono;
  private cast: Cast;
  private server: Server | undefined;

  constructor(
    telegram: FakeTelegram,
    private readonly options: TelegramOptions,
  ) {
    this.cast = new Cast(telegram);
    this.app = this.routes();
    this.calls = this.app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => ({ method, path }));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What a bot takes in place of `https://api.telegram.org`; the same after a reset. */
  get apiRoot(): string {
    return this.cast.telegram.apiRoot;
  }

  /** @internal */
  async listen(port: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { fetch } = this.app;
    this.server = serve({ fetch, port, hostname: "127.0.0.1" }, () => resolve()) as Server;
    this.server.once("error", (cause) => reject(new PortTaken(`Port ${port} can't be used.`, { cause })));
    await promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (this.server?.listening) this.server.close(() => resolve());
    else resolve();
    this.server?.closeAllConnections();
    await promise;
    await this.cast[Symbol.asyncDispose]();
  }

  private get port(): number {
    return (this.server?.address() as AddressInfo | null | undefined)?.port ?? 0;
  }

  private routes(): Hono {
    const app = new Hono();
    const cast = () => this.cast;
    app.use(localOnly(() => this.port));
    for (const routes of everyRoutes) app.route("/", routes(cast));
    app.route(
      "/",
      troubleRoutes(() => this.cast.telegram),
    );
    app.post("/reset", async (context) => {
      await this.reset(await body(context, options));
      return answer(context, {});
    });
    app.notFound((context) =>
      answer(context, { problem: `There is no ${context.req.method} ${context.req.path}.` }, 404),
    );
    app.onError((error, context) => this.explain(error, context));
    return app;
  }

  /** A new Telegram with nobody in it, at the same address; options are those of the first one, and these. */
  private async reset({ flood, ...changed }: z.infer<typeof options>): Promise<void> {
    const port = Number(new URL(this.apiRoot).port);
    await this.cast[Symbol.asyncDispose]();
    this.cast = new Cast(
      await startTelegram({ ...this.options, ...changed, ...(flood !== undefined && { flood }), port }),
    );
  }

  private explain(error: Error, context: Context): Response {
    const [problem] = error.message.split("\n", 1);
    if (error instanceof BotProcessFailed) return answer(context, { problem, report: error.message }, 409);
    if (!(error instanceof ExpectationFailed)) return refusal(error, context);
    return answer(context, { problem, report: error.message, transcript: this.cast.telegram.transcript() }, 417);
  }
}

const everyRoutes = [
  recordRoutes,
  peopleRoutes,
  accountRoutes,
  processRoutes,
  fileRoutes,
  appRoutes,
  actionRoutes,
  expectRoutes,
  holdRoutes,
  oracleRoutes,
  recordingRoutes,
];

const count = z.int().positive().optional();
const options = z.strictObject({
  latencyMs: latencyMs.optional(),
  flood: z.union([z.boolean(), limits]).optional(),
  keep: z.strictObject({ messages: count, calls: count, updates: count, fileBytes: count }).optional(),
});
