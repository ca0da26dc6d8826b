import { Hono } from "hono";
import { z } from "zod";
import { pattern } from "../faults/pattern.ts";
import { oracleNames } from "../oracles/oracles.ts";
import type { Cast } from "./cast.ts";
import { answer, body } from "./exchange.ts";

/** What watches the run, and what it found. */
export function oracleRoutes(cast: () => Cast): Hono {
  const app = new Hono();
  const state = () => Object.fromEntries(oracleNames.map((name) => [name, cast().telegram.oracles.isOn(name)]));

  app.get("/oracles", (context) => answer(context, state()));

  app.post("/oracles/off", async (context) => {
    const { names } = await body(context, z.strictObject({ names: z.array(z.enum(oracleNames)) }));
    cast().telegram.oracles.off(...names);
    return answer(context, state());
  });

  app.post("/oracles/allowed-refusals", async (context) => {
    const { description } = await body(context, z.strictObject({ description: pattern }));
    cast().telegram.oracles.allowRefusal(description);
    return answer(context, {});
  });

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
