import { Hono } from "hono";
import { z } from "zod";
import type { Cast } from "./cast.ts";
import { answer, digits, query } from "./exchange.ts";

/** What there is, and what happened so far. */
export function recordRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.get("/", (context) => {
    const { telegram, bots, users, groups } = cast();
    return answer(context, {
      apiRoot: telegram.apiRoot,
      now: telegram.clock.now,
      bots: [...bots.values()].map(({ me }) => me),
      users: [...users.values()].map(({ json }) => json),
      groups: [...new Set(groups.values())].map(({ chat }) => chat.json),
    });
  });

  app.get("/calls", (context) => {
    const wanted = z.strictObject({ method: z.string().optional(), last: digits.optional() });
    const { method, last } = query(context, wanted);
    const { calls } = cast().telegram;
    const found = method === undefined ? [...calls] : calls.of(method);
    return answer(context, last === undefined ? found : found.slice(-last));
  });

  app.get("/transcript", (context) => answer(context, cast().telegram.transcript()));

  return app;
}
