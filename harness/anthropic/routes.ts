import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { prettifyError } from "zod";
import type { NodeBindings } from "../server/loopback.ts";
import { errorBody, type Refused } from "./failure.ts";
import { Failed, play } from "./play.ts";
import { AnthropicRequest, requestBody } from "./request.ts";
import type { Answer } from "./rules.ts";
import { type Heading, type StreamEvent, streamEvents } from "./stream-events.ts";
import { wholeMessage } from "./whole-message.ts";

/** What the API asks of whoever plays the model. */
export interface Model {
  readonly apiKey: string;
  take(request: AnthropicRequest): Answer | undefined;
  /** Somebody asked for what is not there. */
  unexpected(what: string): void;
}

type Exchange = Context<NodeBindings>;

/** @see https://docs.anthropic.com/en/api/messages */
export function routes(model: Model): Hono<NodeBindings> {
  let messages = 0;
  const app = new Hono<NodeBindings>();
  app.use("/v1/*", async (context, next) => {
    const key = context.req.header("x-api-key") ?? context.req.header("authorization")?.replace(/^Bearer /, "");
    return key === model.apiKey ? next() : refuse(context, { status: 401 });
  });
  app.post("/v1/messages", async (context) => {
    const request = await read(context);
    if (request instanceof Response) return request;
    const scripted = model.take(request);
    if (!scripted)
      return refuse(context, { status: 400, message: `No rule answers ${JSON.stringify(request.prompt)}.` });
    const { usage } = scripted.message;
    const heading: Heading = {
      id: `msg_${++messages}`,
      model: request.body.model,
      inputTokens: usage.input ?? request.size,
      ...(usage.output !== undefined && { outputTokens: usage.output }),
    };
    return send(context, request, streamEvents(play(scripted.message, request), heading, scripted.callId));
  });
  app.post("/v1/messages/count_tokens", async (context) => {
    const request = await read(context);
    return request instanceof Response ? request : context.json({ input_tokens: request.size });
  });
  app.notFound((context) => {
    model.unexpected(`${context.req.method} ${context.req.path}`);
    return refuse(context, { status: 404 });
  });
  return app;
}

async function read(context: Exchange): Promise<AnthropicRequest | Response> {
  const body = requestBody.safeParse(await context.req.json().catch(() => undefined));
  if (!body.success) return refuse(context, { status: 400, message: prettifyError(body.error) });
  return new AnthropicRequest(context.req.header("x-claude-code-session-id") ?? "", body.data);
}

async function send(context: Exchange, request: AnthropicRequest, events: AsyncGenerator<StreamEvent>) {
  const { outgoing } = context.env;
  const hungUp = Promise.withResolvers<"hung up">();
  outgoing.once("close", () => {
    hungUp.resolve("hung up");
    request.end(outgoing.writableFinished ? "answered" : "hung up");
  });
  const answered = answer(context, request, events).catch((error: unknown) => {
    if (!(error instanceof Failed)) throw error;
    return fail(context, error.failure);
  });
  const response = await Promise.race([answered, hungUp.promise]);
  return response === "hung up" ? RESPONSE_ALREADY_SENT : response;
}

/** @throws {Failed} before anything was sent. */
async function answer(context: Exchange, request: AnthropicRequest, events: AsyncGenerator<StreamEvent>) {
  if (!request.body.stream) return context.json(await wholeMessage(events));
  const first = await events.next();
  return streamSSE(context, async (stream) => {
    const write = (event: StreamEvent) => stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
    try {
      if (first.value) await write(first.value);
      for await (const event of events) await write(event);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const { failure } = error;
      if (failure === "half") return;
      if (typeof failure === "object") await write({ ...errorBody(failure), type: "error" });
      else await fail(context, failure);
    }
  });
}

async function fail(context: Exchange, failure: Failed["failure"]): Promise<Response> {
  if (typeof failure === "object") return refuse(context, failure);
  if (failure === "hang") await new Promise((resolve) => context.env.outgoing.once("close", resolve));
  context.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

function refuse(context: Exchange, refused: Refused): Response {
  if (refused.retryAfter !== undefined) context.header("retry-after", String(refused.retryAfter));
  return context.json(errorBody(refused), refused.status as ContentfulStatusCode);
}
