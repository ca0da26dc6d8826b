import { setTimeout as after } from "node:timers/promises";
import { Hono } from "hono";
import { z } from "zod";
import { meetingSchema } from "../faults/fault-schema.ts";
import type { Cast } from "./cast.ts";
import { answer, body, digits, idIn, Problem, query } from "./exchange.ts";

const hold = z.strictObject({ ...meetingSchema, at: z.enum(["before", "after"]) });

/** Calls that are kept waiting. */
export function holdRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/holds", async (context) => {
    const held = cast().telegram.faults.hold(await body(context, hold));
    return answer(context, { hold: cast().holds.keep(held) }, 201);
  });

  app.get("/holds/:id", async (context) => {
    const { within = 5_000 } = query(context, z.strictObject({ within: digits.optional() }));
    const { held } = cast().holds.find(idIn(context));
    const call = await Promise.race([held, after(within, undefined, { ref: false })]);
    if (!call) throw new Problem(417, `No such call came within ${within} ms.`);
    return answer(context, { held: call });
  });

  app.post("/holds/:id/release", (context) => {
    cast().holds.find(idIn(context)).release();
    return answer(context, {});
  });

  app.post("/holds/:id/cut", (context) => {
    cast().holds.find(idIn(context)).cut();
    return answer(context, {});
  });

  return app;
}
