import { setTimeout as after } from "node:timers/promises";
import { Hono } from "hono";
import { z } from "zod";
import type { Cast } from "./cast.ts";
import { answer, body, digits, idIn, Problem, query } from "./exchange.ts";

const meeting = { method: z.string(), chat: z.int().optional() };
const fault = z.strictObject({
  ...meeting,
  times: z.int().positive().optional(),
  answer: z.union([
    z.enum(["cut-before", "cut-after"]),
    z.strictObject({ status: z.int().min(400).max(599), description: z.string(), retryAfter: z.int().optional() }),
    z.strictObject({ delayMs: z.number().nonnegative() }),
  ]),
});
const hold = z.strictObject({ ...meeting, at: z.enum(["before", "after"]) });
const rate = z.strictObject({ count: z.int().positive(), seconds: z.number().positive() });
const flood = z.strictObject({
  on: z.boolean(),
  limits: z.strictObject({ chat: rate, group: rate, overall: rate }).optional(),
});

/** What goes wrong, and how time passes. */
export function troubleRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/faults", async (context) => {
    cast().telegram.faults.add(await body(context, fault));
    return answer(context, { left: cast().telegram.faults.left }, 201);
  });

  app.get("/faults", (context) => answer(context, { left: cast().telegram.faults.left }));

  app.delete("/faults", (context) => {
    cast().telegram.faults.clear();
    return answer(context, { left: 0 });
  });

  app.post("/holds", async (context) => {
    const held = cast().telegram.faults.hold(await body(context, hold));
    return answer(context, { hold: cast().keep(held) }, 201);
  });

  app.get("/holds/:id", async (context) => {
    const { within = 5_000 } = query(context, z.strictObject({ within: digits.optional() }));
    const { held } = cast().hold(idIn(context));
    const call = await Promise.race([held, after(within, undefined, { ref: false })]);
    if (!call) throw new Problem(417, `No such call came within ${within} ms.`);
    return answer(context, { held: call });
  });

  app.post("/holds/:id/release", (context) => {
    cast().hold(idIn(context)).release();
    return answer(context, {});
  });

  app.post("/holds/:id/cut", (context) => {
    cast().hold(idIn(context)).cut();
    return answer(context, {});
  });

  app.post("/clock", async (context) => {
    const { advance } = await body(context, z.strictObject({ advance: z.number().nonnegative() }));
    cast().telegram.clock.advance(advance);
    return answer(context, { now: cast().telegram.clock.now });
  });

  app.put("/flood", async (context) => {
    const { on, limits } = await body(context, flood);
    cast().telegram.limitFlood(on && (limits ?? true));
    return answer(context, {});
  });

  return app;
}
