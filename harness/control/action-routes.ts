import type { InlineQueryResult, ReactionTypeEmoji } from "@grammyjs/types";
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { SendOptions, User } from "../people/user.ts";
import type { Cast } from "./cast.ts";
import { answer, body, digits, idIn, query } from "./exchange.ts";

const to = {
  in: z.int().optional(),
  topic: z.int().optional(),
  replyTo: z.int().optional(),
  quote: z.string().optional(),
};
const point = z.strictObject({ latitude: z.number(), longitude: z.number() });
const poll = z.strictObject({
  question: z.string(),
  options: z.array(z.string()),
  isAnonymous: z.boolean().optional(),
  allowsMultipleAnswers: z.boolean().optional(),
  correct: z.int().optional(),
});
const message = z.union([
  z.strictObject({ text: z.string(), ...to }),
  z.strictObject({ location: point.extend({ livePeriod: z.int().optional() }), ...to }),
  z.strictObject({ contact: z.strictObject({ phone_number: z.string(), first_name: z.string() }), ...to }),
  z.strictObject({ contact: z.literal("own"), ...to }),
  z.strictObject({ poll, ...to }),
  z.strictObject({ dice: z.string(), ...to }),
  z.strictObject({ sticker: z.string(), ...to }),
]);
const kind = z.enum(["photo", "audio", "video", "animation", "voice", "video_note", "document", "sticker"]);
const upload = z.strictObject({
  kind,
  name: z.string().optional(),
  caption: z.string().optional(),
  duration: digits.optional(),
  in: digits.optional(),
  topic: digits.optional(),
  replyTo: digits.optional(),
});
const album = z.strictObject({
  files: z.array(
    z.strictObject({
      kind: z.enum(["photo", "video", "audio", "document"]),
      name: z.string().optional(),
      caption: z.string().optional(),
      base64: z.base64().optional(),
    }),
  ),
  ...to,
});
const place = z.strictObject({ in: z.int().optional() });
const press = place.extend({
  text: z.string(),
  location: point.optional(),
  poll: poll.optional(),
  users: z.array(z.int()).optional(),
  chat: z.int().optional(),
});
const placeInQuery = z.strictObject({ in: digits.optional() });

/** What a person does. */
export function actionRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/users/:id/messages", async (context) => {
    const content = await body(context, message);
    const user = userOf(context);
    const options = optionsOf(user, content);
    if ("location" in content) {
      const { latitude, longitude, livePeriod } = content.location;
      return answer(context, await user.sendLocation(latitude, longitude, { ...options, livePeriod }), 201);
    }
    if ("contact" in content) {
      const { contact } = content;
      const shared = contact === "own" ? user.shareContact(options) : user.sendContact(contact, options);
      return answer(context, await shared, 201);
    }
    if ("poll" in content) return answer(context, await user.sendPoll(content.poll, options), 201);
    if ("dice" in content) return answer(context, await user.sendDice(content.dice, options), 201);
    if ("sticker" in content) return answer(context, await user.sendSticker(content.sticker, options), 201);
    return answer(context, await user.send(content.text, options), 201);
  });

  app.post("/users/:id/files", async (context) => {
    const { kind, name, caption, duration, ...where } = query(context, upload);
    const user = userOf(context);
    const bytes = new Uint8Array(await context.req.arrayBuffer());
    const options = { ...optionsOf(user, where), name, caption, duration, ...(bytes.length > 0 && { bytes }) };
    return answer(context, await user.sendMedia(kind, options), 201);
  });

  app.post("/users/:id/albums", async (context) => {
    const { files, ...where } = await body(context, album);
    const user = userOf(context);
    const given = files.map(({ base64, ...file }) => ({
      ...file,
      ...(base64 !== undefined && { bytes: Buffer.from(base64, "base64") }),
    }));
    return answer(context, await user.sendAlbum(given, optionsOf(user, where)), 201);
  });

  app.get("/users/:id/messages", (context) => {
    const { in: where } = query(context, placeInQuery);
    return answer(context, userOf(context).messages(cast().place(where)));
  });

  app.get("/users/:id/messages/:message/file", (context) => {
    const { in: where } = query(context, placeInQuery);
    const bytes = userOf(context).open(messageOf(context, where));
    return context.body(new Uint8Array(bytes), 200, { "content-type": "application/octet-stream" });
  });

  app.patch("/users/:id/messages/:message", async (context) => {
    const { in: where, text } = await body(context, place.extend({ text: z.string() }));
    const options = { in: cast().place(where) };
    return answer(context, await userOf(context).edit(messageOf(context, where), text, options));
  });

  app.put("/users/:id/messages/:message/location", async (context) => {
    const wanted = point.extend({ heading: z.int().optional(), in: z.int().optional() });
    const { in: where, latitude, longitude, heading } = await body(context, wanted);
    const options = { in: cast().place(where), heading };
    return answer(context, await userOf(context).moveLocation(messageOf(context, where), latitude, longitude, options));
  });

  app.delete("/users/:id/messages/:message/location", async (context) => {
    const { in: where } = query(context, placeInQuery);
    const options = { in: cast().place(where) };
    return answer(context, await userOf(context).stopLocation(messageOf(context, where), options));
  });

  app.delete("/users/:id/messages/:message", async (context) => {
    const { in: where } = query(context, placeInQuery);
    await userOf(context).delete(messageOf(context, where), { in: cast().place(where) });
    return answer(context, {});
  });

  app.post("/users/:id/messages/:message/forward", async (context) => {
    const { in: where, to } = await body(context, place.extend({ to: z.int().optional() }));
    const forwarded = await userOf(context).forward(messageOf(context, where), { in: cast().place(to) });
    return answer(context, forwarded, 201);
  });

  app.put("/users/:id/messages/:message/reaction", async (context) => {
    const { in: where, emoji } = await body(
      context,
      place.extend({ emoji: z.union([z.string(), z.array(z.string())]).optional() }),
    );
    const reaction = emoji as ReactionTypeEmoji["emoji"] | undefined;
    await userOf(context).react(messageOf(context, where), reaction, { in: cast().place(where) });
    return answer(context, {});
  });

  app.put("/users/:id/messages/:message/vote", async (context) => {
    const { in: where, options } = await body(context, place.extend({ options: z.array(z.string()) }));
    await userOf(context).vote(messageOf(context, where), ...options);
    return answer(context, {});
  });

  app.get("/users/:id/drafts/:bot", (context) => {
    const text = userOf(context).draft(cast().bot(idIn(context, "bot")));
    return answer(context, { text: text ?? null });
  });

  app.delete("/users/:id/drafts/:bot", async (context) => {
    await userOf(context).stopDraft(cast().bot(idIn(context, "bot")));
    return answer(context, {});
  });

  app.post("/users/:id/presses", async (context) => {
    const { in: where, text, users, chat, ...choice } = await body(context, press);
    const said = await userOf(context).press(text, {
      in: cast().place(where),
      ...choice,
      users: users?.map((id) => cast().user(id)),
      chat: chat === undefined ? undefined : cast().group(chat),
    });
    return answer(context, { answer: said ?? null });
  });

  app.post("/users/:id/inline", async (context) => {
    const { bot, query } = await body(context, z.strictObject({ query: z.string(), bot: z.int().optional() }));
    return answer(
      context,
      await userOf(context).inline(query, bot === undefined ? cast().firstBot() : cast().bot(bot)),
    );
  });

  app.post("/users/:id/choices", async (context) => {
    const wanted = z.strictObject({
      result: z.looseObject({ type: z.string(), id: z.string() }),
      query: z.string().optional(),
      bot: z.int().optional(),
      ...to,
    });
    const { result, query, bot, ...where } = await body(context, wanted);
    const user = userOf(context);
    const by = { query, bot: bot === undefined ? cast().firstBot() : cast().bot(bot) };
    const chosen = await user.choose(result as unknown as InlineQueryResult, { ...optionsOf(user, where), ...by });
    return answer(context, chosen, 201);
  });

  app.put("/users/:id/blocked/:bot", async (context) => {
    await userOf(context).block(cast().bot(idIn(context, "bot")));
    return answer(context, {});
  });

  app.delete("/users/:id/blocked/:bot", async (context) => {
    await userOf(context).unblock(cast().bot(idIn(context, "bot")));
    return answer(context, {});
  });

  app.post("/users/:id/join", async (context) => {
    const { link } = await body(context, z.strictObject({ link: z.string() }));
    await userOf(context).join(link);
    return answer(context, {});
  });

  app.post("/users/:id/leave", async (context) => {
    const { group } = await body(context, z.strictObject({ group: z.int() }));
    await userOf(context).leave(cast().group(group));
    return answer(context, {});
  });

  return app;

  function userOf(context: Context): User {
    return cast().user(idIn(context));
  }

  function messageOf(context: Context, where: number | undefined) {
    return cast().message(userOf(context), cast().place(where), idIn(context, "message"));
  }

  function optionsOf(
    user: User,
    where: {
      in?: number | undefined;
      topic?: number | undefined;
      replyTo?: number | undefined;
      quote?: string | undefined;
    },
  ): SendOptions {
    const to = cast().place(where.in);
    const { topic, replyTo, quote } = where;
    return { in: to, topic, quote, replyTo: replyTo === undefined ? undefined : cast().message(user, to, replyTo) };
  }
}
