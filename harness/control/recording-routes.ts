import { type Context, Hono } from "hono";
import { z } from "zod";
import { Recorder } from "../recorder/recorder.ts";
import type { Cast } from "./cast.ts";
import { answer, body, idIn, query } from "./exchange.ts";

/** What is done from now on, written down as a scenario in TypeScript. */
export function recordingRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/recordings", async (context) => {
    const { bot, users } = await body(
      context,
      z.strictObject({ bot: z.int().optional(), users: z.array(z.int()).optional() }),
    );
    const { telegram } = cast();
    const recorded = cast().process(bot ?? cast().firstBot().id);
    const watched = users?.map((id) => cast().user(id)) ?? [...cast().users.values()];
    const recorder = new Recorder({ telegram, bot: recorded, users: watched });
    return answer(context, { recording: cast().recordings.keep(recorder) }, 201);
  });

  app.get("/recordings/:id", (context) => {
    const { title } = query(context, z.strictObject({ title: z.string() }));
    const { source, files } = recorderIn(context).write(title);
    const inBase64 = [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]);
    return answer(context, { source, files: Object.fromEntries(inBase64) });
  });

  app.post("/recordings/:id/stop", async (context) => {
    await recorderIn(context).stop();
    return answer(context, {});
  });

  return app;

  function recorderIn(context: Context): Recorder {
    return cast().recordings.find(idIn(context));
  }
}
