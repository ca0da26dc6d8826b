import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { prettifyError } from "zod";
import { type Exchange, exchange, fail, refuse } from "../scripted/exchange.ts";
import { Failed } from "../scripted/failure.ts";
import { play } from "../scripted/script.ts";
import type { NodeBindings } from "../server/loopback.ts";
import { errorBody } from "./error-body.ts";
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

/** @see https://docs.anthropic.com/en/api/messages */
export function routes(model: Model): Hono<NodeBindings> {
  let messages = 0;
  const app = new Hono<NodeBindings>();
  app.use("/v1/*", async (context, next) => {
    const key = context.req.header("x-api-key") ?? context.req.header("authorization")?.replace(/^Bearer /, "");
    return key === model.apiKey ? next() : refuse(context, { status: 401 }, errorBody);
  });
  app.post("/v1/messages", async (context) => {
    const request = await read(context);
    if (request instanceof Response) return request;
    const answer = model.take(request);
    if (!answer) {
      const message = `No rule answers ${JSON.stringify(request.prompt)}.`;
      return refuse(context, { status: 400, message }, errorBody);
    }
    const { pieces, cost } = answer.message;
    const heading: Heading = {
      id: `msg_${++messages}`,
      model: request.body.model,
      inputTokens: cost.input ?? request.size,
      ...(cost.output !== undefined && { outputTokens: cost.output }),
    };
    const events = streamEvents(play(pieces, request), heading, answer.callId);
    return exchange(context, () => send(context, events, request.body.stream), {
      wording: errorBody,
      end: request.end,
    });
  });
  app.post("/v1/messages/count_tokens", async (context) => {
    const request = await read(context);
    return request instanceof Response ? request : context.json({ input_tokens: request.size });
  });
  app.notFound((context) => {
    model.unexpected(`${context.req.method} ${context.req.path}`);
    return refuse(context, { status: 404 }, errorBody);
  });
  return app;
}

async function read(context: Exchange): Promise<AnthropicRequest | Response> {
  const body = requestBody.safeParse(await context.req.json().catch(() => undefined));
  if (!body.success) return refuse(context, { status: 400, message: prettifyError(body.error) }, errorBody);
  return new AnthropicRequest(context.req.header("x-claude-code-session-id") ?? "", body.data);
}

/** @throws {Failed} before anything was sent. */
async function send(context: Exchange, events: AsyncGenerator<StreamEvent>, streams: boolean): Promise<Response> {
  if (!streams) return context.json(await wholeMessage(events));
  const first = await events.next();
  return streamSSE(context, async (stream) => {
    const write = (event: StreamEvent) => stream.writeSSE({ event: event.type, data: JSON.stringify(event) });
    try {
      if (first.value) await write(first.value);
      for await (const event of events) await write(event);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const { failure } = error;
      if (failure === "malformed") await stream.write("<h1>It works!</h1>");
      else if (typeof failure === "object") await write({ ...errorBody(failure), type: "error" });
      else if (failure !== "half") await fail(context, failure, errorBody);
    }
  });
}
