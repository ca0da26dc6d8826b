import { type Context, Hono } from "hono";
import { z } from "zod";
import type { User } from "../people/user.ts";
import type { Cast } from "./cast.ts";
import { answer, body, idIn } from "./exchange.ts";

const someBot = { bot: z.int().optional() };

/** What a person does with their app besides talking: who they are, how they begin with a bot, what its menu offers. */
export function appRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.put("/users/:id/photo", async (context) => {
    await userOf(context).setPhoto(new Uint8Array(await context.req.arrayBuffer()));
    return answer(context, {});
  });

  app.post("/users/:id/start", async (context) => {
    const { payload, bot } = await body(context, z.strictObject({ payload: z.string().optional(), ...someBot }));
    return answer(context, await userOf(context).start(payload, botOf(bot)), 201);
  });

  app.post("/users/:id/links", async (context) => {
    const { link, in: where } = await body(context, z.strictObject({ link: z.string(), in: z.int().optional() }));
    await userOf(context).openLink(link, { in: cast().place(where) });
    return answer(context, {});
  });

  app.post("/users/:id/commands", async (context) => {
    const wanted = z.strictObject({ command: z.string(), in: z.int().optional(), ...someBot });
    const { command, in: where, bot } = await body(context, wanted);
    const place = where === undefined ? {} : { in: cast().place(where) };
    return answer(context, await userOf(context).tapCommand(command, { bot: botOf(bot), ...place }), 201);
  });

  return app;

  function userOf(context: Context): User {
    return cast().user(idIn(context));
  }

  function botOf(id: number | undefined) {
    return id === undefined ? cast().firstBot() : cast().bot(id);
  }
}
