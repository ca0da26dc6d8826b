import { Hono } from "hono";
import { z } from "zod";
import { answer, body, refusal } from "../control/exchange.ts";
import type { Recording } from "./recording.ts";

const edited = { source: z.string().max(5_000_000).optional() };
const saving = z.strictObject({ title: z.string(), ...edited });

/** What the recorder can be asked for. What can't be done now is a 409 that says why. */
export function recordingRoutes(recording: Recording): Hono {
  const app = new Hono();

  app.get("/", (context) => answer(context, recording.state));

  app.post("/start", (context) => {
    recording.start();
    return answer(context, {}, 202);
  });

  app.post("/stop", async (context) => {
    await recording.stop();
    return answer(context, {}, 202);
  });

  app.post("/save", async (context) => {
    const { title, source } = await body(context, saving);
    return answer(context, { path: await recording.save(title.trim(), source) }, 201);
  });

  app.post("/replay", async (context) => {
    const { source } = await body(context, z.strictObject(edited));
    return answer(context, await recording.replay(source));
  });

  app.onError(refusal);
  return app;
}
