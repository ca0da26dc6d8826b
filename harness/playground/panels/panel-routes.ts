import { Hono } from "hono";
import { z } from "zod";
import { answer, digits, query, refusal } from "../../control/exchange.ts";
import { troubleRoutes } from "../../control/trouble-routes.ts";
import type { PlaygroundOptions } from "../playground.ts";
import { discreet } from "./discreet.ts";
import { shownCalls } from "./shown-calls.ts";
import { shownWaiting } from "./shown-waiting.ts";

const filter = z.strictObject({
  method: z.string().optional(),
  chat: digits.optional(),
  outcome: z.enum(["ok", "refused"]).optional(),
  text: z.string().optional(),
  limit: digits.pipe(z.int().min(1).max(500)).default(100),
});

/** What stands beside the chats: the calls, the updates that wait, the faults, the clock, what the bot takes of the machine. */
export function panelRoutes({ telegram, bot, scenario }: PlaygroundOptions): Hono {
  const app = new Hono();

  app.get("/calls", (context) =>
    answer(context, shownCalls(telegram.calls, query(context, filter), discreet(telegram.bots))),
  );

  app.get("/waiting", (context) => answer(context, discreet(telegram.bots)([...telegram.bots].map(shownWaiting))));

  // A bot that is not there takes nothing; and not every machine can be asked.
  app.get("/usage", async (context) => answer(context, await bot.usage().catch(() => ({}))));

  app.get("/scenario", (context) => answer(context, scenario?.state ?? null));

  app.route(
    "/",
    troubleRoutes(() => telegram),
  );
  app.onError(refusal);
  return app;
}
