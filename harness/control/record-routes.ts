import { Hono } from "hono";
import { z } from "zod";
import type { Cast } from "./cast.ts";
import { answer, body, query } from "./exchange.ts";

/** What happened so far, and what the oracles think of it. */
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
    const { method } = query(context, z.strictObject({ method: z.string().optional() }));
    const { calls } = cast().telegram;
    return answer(context, method === undefined ? [...calls] : calls.of(method));
  });

  app.get("/transcript", (context) => answer(context, cast().telegram.transcript()));

  app.post("/canaries", async (context) => {
    const { user, word } = await body(context, z.strictObject({ user: z.int(), word: z.string().min(1) }));
    return answer(context, { word: cast().telegram.canaries.plant(cast().user(user), word) }, 201);
  });

  app.get("/verdict", (context) => {
    const problems = cast().telegram.verdict();
    return answer(context, { sound: problems.length === 0, problems });
  });

  return app;
}
