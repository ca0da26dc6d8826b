import { Hono } from "hono";
import { z } from "zod";
import type { Fault } from "../faults/fault.ts";
import { faultSchema } from "../faults/fault-schema.ts";
import type { FakeTelegram } from "../telegram.ts";
import { answer, body, idIn, Problem } from "./exchange.ts";

const rate = z.strictObject({ count: z.int().positive(), seconds: z.number().positive() });
export const limits = z.strictObject({ chat: rate, group: rate, overall: rate });
export const latencyMs = z.tuple([z.number().nonnegative(), z.number().nonnegative()]);
const flood = z.strictObject({ on: z.boolean(), limits: limits.optional() });

/** What goes wrong, and how time passes: in the control API, and in the playground. */
export function troubleRoutes(telegram: () => FakeTelegram): Hono {
  const app = new Hono();

  app.post("/faults", async (context) => {
    add(await body(context, faultSchema));
    return answer(context, faults(), 201);
  });

  app.get("/faults", (context) => answer(context, faults()));

  app.delete("/faults", (context) => {
    telegram().faults.clear();
    return answer(context, faults());
  });

  app.delete("/faults/:id", (context) => {
    const number = idIn(context);
    const fault = telegram().faults.all.find((one) => one.number === number);
    if (!fault) throw new Problem(404, `There is no fault ${number}.`);
    fault.lift();
    return answer(context, faults());
  });

  app.get("/clock", (context) => answer(context, clock()));

  app.post("/clock", async (context) => {
    const { advance } = await body(context, z.strictObject({ advance: z.number().nonnegative() }));
    telegram().clock.advance(advance);
    return answer(context, clock());
  });

  app.put("/flood", async (context) => {
    const { on, limits } = await body(context, flood);
    telegram().limitFlood(on && (limits ?? true));
    return answer(context, {});
  });

  app.put("/latency", async (context) => {
    const { ms } = await body(context, z.strictObject({ ms: latencyMs.nullable() }));
    telegram().setLatency(ms ?? undefined);
    return answer(context, {});
  });

  return app;

  function add(fault: Fault): void {
    try {
      telegram().faults.add(fault);
    } catch (error) {
      // What can never happen to such a call.
      throw error instanceof TypeError ? new Problem(400, error.message) : error;
    }
  }

  function faults() {
    const { left, all } = telegram().faults;
    return { left: left === Infinity ? null : left, faults: all };
  }

  function clock() {
    const { now, aheadMs } = telegram().clock;
    return { now, aheadMs };
  }
}
