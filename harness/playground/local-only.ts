import type { MiddlewareHandler } from "hono";

const names = ["127.0.0.1", "localhost"];

/**
 * Turns away whoever comes by another name or from another site's page. Listening on loopback is not enough: a page
 * anywhere can send requests to it, and a foreign name can be pointed at it.
 *
 * @param port asked at each request: it is known only when the server listens.
 */
export function localOnly(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const hosts = names.map((name) => `${name}:${port()}`);
    const origins = hosts.map((host) => `http://${host}`);
    const origin = context.req.header("origin");
    if (!hosts.includes(context.req.header("host") ?? ""))
      return context.text(`This host is not me: open http://127.0.0.1:${port()}.`, 403);
    if (origin !== undefined && !origins.includes(origin)) return context.text("This origin is not mine.", 403);
    return next();
  };
}
