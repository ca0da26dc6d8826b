import { Hono } from "hono";
import { exchange, refuse, type Wording } from "../scripted/exchange.ts";
import { play } from "../scripted/script.ts";
import type { NodeBindings } from "../server/loopback.ts";
import { formats, objectionTo } from "./objections.ts";
import { TranscriptionRequest, type Wish } from "./request.ts";
import type { TranscriptionScript } from "./transcription-script.ts";

/** What the API asks of whoever listens. */
export interface Listener {
  readonly apiKey: string;
  take(request: TranscriptionRequest): TranscriptionScript | undefined;
  /** Somebody asked for what is not there. */
  unexpected(what: string): void;
}

/** @see https://platform.openai.com/docs/api-reference/audio/createTranscription */
export function routes(listener: Listener): Hono<NodeBindings> {
  const app = new Hono<NodeBindings>();
  app.use("/v1/*", async (context, next) => {
    const key = context.req.header("authorization")?.replace(/^Bearer /, "");
    if (key === listener.apiKey) return next();
    return refuse(context, { status: 401, message: "Incorrect API key provided." }, wording);
  });
  app.post("/v1/audio/transcriptions", async (context) => {
    const wish = await read(await context.req.formData().catch(() => new FormData()));
    const objection = wish ? objectionTo(wish) : { status: 400, message: "file: field required" };
    if (!wish || objection) return refuse(context, objection ?? { status: 400 }, wording);
    const request = new TranscriptionRequest(wish);
    const script = listener.take(request);
    if (!script) return refuse(context, { status: 400, message: "No rule answers this." }, wording);
    const answer = async () => {
      let text = "";
      for await (const piece of play(script.pieces, request)) text += piece.text;
      const body = formats[wish.format]?.(text) ?? "";
      return typeof body === "string" ? context.text(body) : context.json(body);
    };
    return exchange(context, answer, { wording, end: request.end });
  });
  app.notFound((context) => {
    listener.unexpected(`${context.req.method} ${context.req.path}`);
    return refuse(
      context,
      { status: 404, message: `Invalid URL (${context.req.method} ${context.req.path})` },
      wording,
    );
  });
  return app;
}

async function read(form: FormData): Promise<Wish | undefined> {
  const text = (name: string, absent = "") => String(form.get(name) ?? absent);
  const file = form.get("file");
  if (!(file instanceof File)) return undefined;
  return {
    model: text("model"),
    language: text("language"),
    prompt: text("prompt"),
    format: text("response_format", "json"),
    file: { name: file.name, mime: file.type, bytes: await file.bytes() },
  };
}

/** @see https://platform.openai.com/docs/guides/error-codes */
const wording: Wording = ({ status, message }) => ({
  error: {
    message: message ?? "The server had an error while processing your request.",
    type: status < 500 ? "invalid_request_error" : "server_error",
    param: null,
    code: null,
  },
});
