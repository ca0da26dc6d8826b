import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { unzip } from "node:zlib";
import { Arguments, type Encoding, type UploadedFile } from "./arguments.ts";

/** The server's HTTP front refused the request: an empty body, and the connection is closed. */
export class RequestUnreadable extends Error {
  constructor(readonly status: number) {
    super(`HTTP ${status}`);
  }
}

/**
 * Reads a request's arguments. The query string beats the body, the first of two values wins, and a body that cannot be
 * parsed counts as empty: Telegram answers such a call as if its arguments were missing.
 */
export async function readArguments(request: IncomingMessage, query: string): Promise<Arguments> {
  return argumentsOf(await readBody(request), request.headers["content-type"] ?? "", query);
}

/** The same for a body that is already here. */
export async function argumentsOf(body: Buffer, contentType: string, query = ""): Promise<Arguments> {
  const values = new Map<string, unknown>();
  const files = new Map<string, UploadedFile>();
  if (query !== "") addPairs(new URLSearchParams(query), values);
  if (body.length === 0) return new Arguments(values, files);
  const encoding = encodingIn(contentType.toLowerCase());
  if (encoding === "multipart") await addParts(body, contentType, values, files);
  else if (body.length > maxArgumentBytes) throw new RequestUnreadable(413);
  else if (encoding === "urlencoded") addPairs(new URLSearchParams(body.toString()), values);
  else if (encoding === "json") addJson(body.toString(), values);
  return new Arguments(values, files, encoding);
}

function encodingIn(contentType: string): Encoding | undefined {
  if (contentType.includes("multipart/form-data")) return "multipart";
  if (contentType.includes("application/x-www-form-urlencoded")) return "urlencoded";
  return contentType.includes("application/json") ? "json" : undefined;
}

const maxArgumentBytes = 1024 * 1024;
const unzipped = promisify<Buffer, Buffer>(unzip);

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const body = await whole(request);
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return body;
  if (encoding === "gzip" || encoding === "deflate") return unzipped(body);
  throw new RequestUnreadable(415);
}

/** By events: to iterate over a stream costs more than all else that is done with a short body. */
function whole(request: IncomingMessage): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.once("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
  request.once("error", reject);
  return promise;
}

function addPairs(pairs: Iterable<[string, string]>, values: Map<string, unknown>): void {
  for (const [name, value] of pairs) if (!values.has(name)) values.set(name, value);
}

function addJson(text: string, values: Map<string, unknown>): void {
  const parsed = parsedOrUndefined(text);
  if (typeof parsed === "string" && !values.has("content")) values.set("content", parsed);
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return;
  for (const [name, value] of Object.entries(parsed)) if (!values.has(name)) values.set(name, value);
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function addParts(
  body: Buffer,
  type: string,
  values: Map<string, unknown>,
  files: Map<string, UploadedFile>,
): Promise<void> {
  const form = await new Response(new Uint8Array(body), { headers: { "content-type": type } }).formData().catch(() => {
    throw new RequestUnreadable(400);
  });
  for (const [name, part] of form) {
    if (typeof part === "string") addPairs([[name, part]], values);
    else files.set(name, { name: part.name, bytes: await part.bytes() });
  }
}
