import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { Cast } from "../control/cast.ts";
import { type BotControl, isBotAction } from "./bot-control.ts";
import type { LiveView } from "./live-view.ts";
import type { PlaygroundOptions } from "./playground.ts";

/** What the page asks for. Each answer is JSON; what comes of an action is told by `/events`. */
export function routes({ inspect }: PlaygroundOptions, cast: Cast, control: BotControl, view: LiveView): Hono {
  const app = new Hono();

  app.get("/events", (context) =>
    streamSSE(context, async (stream) => {
      const { promise: gone, resolve } = Promise.withResolvers<void>();
      stream.onAbort(resolve);
      // Writing waits for a slow reader; the chain keeps the order meanwhile.
      let written: Promise<unknown> = Promise.resolve();
      const tell = (event: unknown) => {
        written = written.then(() => stream.writeSSE({ data: JSON.stringify(event) })).catch(resolve);
      };
      tell(view.snapshot());
      const end = view.happened.subscribe(tell);
      await gone;
      end();
    }),
  );

  app.post("/bot/:action", (context) => {
    const action = context.req.param("action");
    if (!isBotAction(action)) return context.json({ problem: `There is no action ${action}.` }, 404);
    void control.do(action);
    return context.json({}, 202);
  });

  app.get("/users/:id/session", async (context) => {
    const user = cast.users.get(Number(context.req.param("id")));
    if (!user || !inspect) return context.json(NOBODY, 404);
    return context.json((await inspect(user.id)) ?? null);
  });

  return app;
}

const NOBODY = { problem: "There is nobody of this id." };
