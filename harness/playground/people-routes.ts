import type { InlineKeyboardButton } from "@grammyjs/types";
import { Hono } from "hono";
import { z } from "zod";
import { actionRoutes } from "../control/action-routes.ts";
import type { Cast } from "../control/cast.ts";
import { answer, body, idIn, Problem, refusal } from "../control/exchange.ts";
import { peopleRoutes as castRoutes } from "../control/people-routes.ts";
import { sendInline } from "../people/inline.ts";
import { sendPress } from "../people/press.ts";
import type { LiveView } from "./live-view.ts";

const press = z.strictObject({ in: z.int().optional(), message: z.int(), data: z.string() });

const names = z.strictObject({
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  username: z.string().optional(),
});

/**
 * What people do on the page: as in the control API, and what only a page needs: presses and inline queries that nobody waits for, other names,
 * fewer people. What comes of it is told by `/events`.
 */
export function peopleRoutes(cast: Cast, view: LiveView): Hono {
  const app = new Hono();

  app.post("/users/:id/taps", async (context) => {
    const { in: where, message: id, data } = await body(context, press);
    const user = cast.user(idIn(context));
    const chat = user.chat(cast.place(where));
    const message = chat.find(id)?.message;
    const buttons: readonly InlineKeyboardButton[] = message?.reply_markup?.inline_keyboard.flat() ?? [];
    if (!message || !buttons.some((button) => "callback_data" in button && button.callback_data === data))
      throw new Problem(410, "The button is gone.");
    sendPress(user, chat, { message, data }, ({ text = "", showAlert }) => {
      view.happened.beat({ type: "answer", user: user.id, chat: chat.id, text, alert: showAlert });
    });
    return answer(context, {}, 202);
  });

  app.post("/users/:id/queries", async (context) => {
    const { query } = await body(context, z.strictObject({ query: z.string() }));
    const user = cast.user(idIn(context));
    sendInline(user, query, cast.firstBot(), (results) => {
      view.happened.beat({ type: "offer", user: user.id, query, results });
    });
    return answer(context, {}, 202);
  });

  app.patch("/users/:id", async (context) => {
    const user = cast.user(idIn(context));
    await user.rename(await body(context, names));
    return answer(context, user.json);
  });

  app.delete("/users/:id", (context) => {
    const user = cast.user(idIn(context));
    cast.users.delete(user.id);
    return answer(context, {});
  });

  for (const routes of [actionRoutes, castRoutes])
    app.route(
      "/",
      routes(() => cast),
    );
  app.onError(refusal);
  return app;
}
