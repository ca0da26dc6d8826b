import { Hono } from "hono";
import { z } from "zod";
import type { Cast } from "./cast.ts";
import { answer, body, idIn } from "./exchange.ts";

/** A bot as Telegram knows it, and what waits for it. */
export function accountRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.get("/bots/:id", (context) => {
    const { me, token, updates, allowed, commands, idleProbe } = cast().bot(idIn(context));
    return answer(context, {
      me,
      token,
      waiting: updates.size,
      allowedUpdates: allowed,
      // By scope and language.
      commands: Object.fromEntries([...commands].map(([where, list]) => [where.trim(), list])),
      idleProbe,
    });
  });

  app.patch("/bots/:id", async (context) => {
    const { idleProbe } = await body(context, z.strictObject({ idleProbe: z.url().nullable() }));
    cast().bot(idIn(context)).idleProbe = idleProbe ?? undefined;
    return answer(context, {});
  });

  app.get("/bots/:id/updates", (context) => answer(context, [...cast().bot(idIn(context)).updates]));

  app.delete("/bots/:id/updates", (context) => {
    cast().bot(idIn(context)).updates.clear();
    return answer(context, {});
  });

  app.post("/bots/:id/repeat", (context) => {
    cast().bot(idIn(context)).repeatLatestUpdate();
    return answer(context, {});
  });

  app.post("/bots/:id/poll-elsewhere", (context) => {
    cast().bot(idIn(context)).pollElsewhere();
    return answer(context, {});
  });

  return app;
}
