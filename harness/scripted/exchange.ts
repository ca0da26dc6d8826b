import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { NodeBindings } from "../server/loopback.ts";
import { Failed, type Refused } from "./failure.ts";

export type Exchange = Context<NodeBindings>;

/** How a request ended for the client. */
export type Ending = "answered" | "hung up";

/** Words a refusal as an API does. */
export type Wording = (refused: Refused) => object;

/**
 * Answers, or fails as the script has it, and lets go of a client that has hung up.
 * @param end is told how it ended.
 */
export async function exchange(
  context: Exchange,
  answer: () => Promise<Response>,
  { wording, end }: { wording: Wording; end: (how: Ending) => void },
): Promise<Response> {
  const { outgoing } = context.env;
  const hungUp = Promise.withResolvers<Response>();
  outgoing.once("close", () => {
    hungUp.resolve(RESPONSE_ALREADY_SENT);
    end(outgoing.writableFinished ? "answered" : "hung up");
  });
  const answered = answer().catch((error: unknown) => {
    if (!(error instanceof Failed)) throw error;
    return fail(context, error.failure, wording);
  });
  return Promise.race([answered, hungUp.promise]);
}

/** Fails as an answer that has begun or not. */
export async function fail(context: Exchange, failure: Failed["failure"], wording: Wording): Promise<Response> {
  if (typeof failure === "object") return refuse(context, failure, wording);
  if (failure === "malformed") return context.html("<h1>It works!</h1>");
  if (failure === "hang") await new Promise((resolve) => context.env.outgoing.once("close", resolve));
  context.env.outgoing.destroy();
  return RESPONSE_ALREADY_SENT;
}

export function refuse(context: Exchange, refused: Refused, wording: Wording): Response {
  if (refused.retryAfter !== undefined) context.header("retry-after", String(refused.retryAfter));
  return context.json(wording(refused), refused.status as ContentfulStatusCode);
}
