import { type Context, Hono } from "hono";
import { z } from "zod";
import { Channel } from "../people/group.ts";
import { rightNames } from "../world/administrator.ts";
import type { Cast } from "./cast.ts";
import { answer, body, idIn, Problem } from "./exchange.ts";
import { personFields } from "./person-fields.ts";

const bot = z.strictObject({
  username: z.string(),
  firstName: z.string().optional(),
  token: z
    .string()
    .regex(/^\d+:\S+$/, "A token is digits, a colon, and more.")
    .optional(),
  privacyMode: z.boolean().optional(),
  idleProbe: z.url().optional(),
});
const user = z.strictObject({ id: z.int().optional(), phone: z.string().optional(), ...personFields });
const group = z.strictObject({
  title: z.string().optional(),
  type: z.enum(["group", "supergroup"]).optional(),
  members: z.array(z.int()).optional(),
  bots: z.array(z.int()).optional(),
  forum: z.boolean().optional(),
  username: z.string().optional(),
});
const rights = z.strictObject({ rights: z.array(z.enum(rightNames)).optional() });

/** Who is there: bots, users, groups, channels, and who is in which. */
export function peopleRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/bots", async (context) => {
    const wanted = await body(context, bot);
    const id = Number(wanted.token?.split(":")[0]);
    if (cast().bots.has(id)) throw new Problem(409, `There is a bot ${id} already.`);
    const made = cast().telegram.bot(wanted);
    cast().bots.set(made.id, made);
    return answer(context, { id: made.id, username: made.me.username, token: made.token }, 201);
  });

  app.post("/users", async (context) => {
    const made = cast().telegram.user(await body(context, user));
    cast().users.set(made.id, made);
    return answer(context, made.json, 201);
  });

  app.patch("/users/:id", async (context) => {
    const wanted = user.omit({ id: true, phone: true }).partial();
    const changed = cast().user(idIn(context));
    const { languageCode, premium, ...names } = await body(context, wanted);
    await changed.rename(names);
    await changed.change({ languageCode, premium });
    return answer(context, changed.json);
  });

  app.post("/groups", async (context) => {
    const { members = [], bots, ...wanted } = await body(context, group);
    const made = cast().telegram.group({
      ...wanted,
      members: members.map((id) => cast().user(id)),
      bots: bots?.map((id) => cast().bot(id)) ?? [cast().firstBot()],
    });
    cast().groups.set(made.id, made);
    return answer(context, made.chat.json, 201);
  });

  app.post("/channels", async (context) => {
    const { title, bots, username } = await body(context, group.pick({ title: true, bots: true, username: true }));
    const made = cast().telegram.channel({
      title,
      username,
      bots: bots?.map((id) => cast().bot(id)) ?? [cast().firstBot()],
    });
    cast().groups.set(made.id, made);
    return answer(context, made.chat.json, 201);
  });

  const channelOf = (context: Context): Channel => {
    const channel = cast().group(idIn(context));
    if (!(channel instanceof Channel)) throw new Problem(409, "Only a channel has posts of its own.");
    return channel;
  };

  app.post("/channels/:id/posts", async (context) => {
    const { text } = await body(context, z.strictObject({ text: z.string() }));
    return answer(context, channelOf(context).post(text), 201);
  });

  app.patch("/channels/:id/posts/:message", async (context) => {
    const { text } = await body(context, z.strictObject({ text: z.string() }));
    return answer(context, channelOf(context).edit({ message_id: idIn(context, "message") }, text));
  });

  app.post("/groups/:id/topics", async (context) => {
    const { name } = await body(context, z.strictObject({ name: z.string() }));
    return answer(context, { topic: cast().group(idIn(context)).topic(name) }, 201);
  });

  app.post("/groups/:id/migrate", (context) => {
    const group = cast().group(idIn(context));
    group.migrate();
    // Under its old id it is still found.
    cast().groups.set(group.id, group);
    return answer(context, group.chat.json);
  });

  app.put("/groups/:id/members/:member", (context) => {
    cast()
      .group(idIn(context))
      .add(cast().member(idIn(context, "member")));
    return answer(context, {});
  });

  app.delete("/groups/:id/members/:member", (context) => {
    cast()
      .group(idIn(context))
      .remove(cast().member(idIn(context, "member")));
    return answer(context, {});
  });

  app.put("/groups/:id/administrators/:member", async (context) => {
    const { rights: given } = await body(context, rights);
    cast()
      .group(idIn(context))
      .promote(cast().member(idIn(context, "member")), given);
    return answer(context, {});
  });

  return app;
}
