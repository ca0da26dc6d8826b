import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { prettifyError, type ZodType, z } from "zod";

/** A request that can't be met: what is wrong with it, in one sentence. */
export class Problem extends Error {
  override readonly name = "Problem";
  constructor(
    readonly status: ContentfulStatusCode,
    message: string,
  ) {
    super(message);
  }
}

/** One line of JSON: readable where several answers follow each other, as in a terminal. */
export function answer(context: Context, value: unknown, status: ContentfulStatusCode = 200): Response {
  return context.body(`${JSON.stringify(value)}\n`, status, { "content-type": "application/json; charset=utf-8" });
}

/**
 * What a request says, whatever it calls its content: `curl -d` says that JSON is a form.
 * @throws {Problem} 400
 */
export async function body<T>(context: Context, schema: ZodType<T>): Promise<T> {
  const text = await context.req.text();
  return checked(text.trim() === "" ? {} : parsed(text), schema);
}

/** @throws {Problem} 400 */
export function query<T>(context: Context, schema: ZodType<T>): T {
  return checked(context.req.query(), schema);
}

/** The answer to whoever wanted what can't be done, as to press what is not there. */
export function refusal(error: Error, context: Context): Response {
  return answer(context, { problem: error.message }, error instanceof Problem ? error.status : 409);
}

/** Of the path. @throws {Problem} 404 */
export function idIn(context: Context, name = "id"): number {
  const id = Number(context.req.param(name));
  if (!Number.isSafeInteger(id)) throw new Problem(404, `${context.req.param(name)} is no id.`);
  return id;
}

/** A number in a query. */
export const digits = z
  .string()
  .regex(/^-?\d+$/)
  .transform(Number);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(400, "The body is no JSON.");
  }
}

function checked<T>(value: unknown, schema: ZodType<T>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem(400, prettifyError(result.error).replaceAll(/\s*\n\s*/g, " "));
}
