import { type Context, Hono } from "hono";
import { z } from "zod";
import { type DamageName, damages } from "../bots/files/damage.ts";
import type { Undoable } from "../bots/files/undo.ts";
import type { Cast } from "./cast.ts";
import { answer, body, idIn, Problem } from "./exchange.ts";

const place = z.int().nonnegative();
const damage = z.strictObject({
  path: z.string(),
  how: z.union([
    z.enum(Object.keys(damages) as DamageName[]),
    z.strictObject({ at: place, flip: z.int().positive() }),
    z.strictObject({ at: place, zero: z.int().positive() }),
    z.strictObject({ at: place, write: z.string() }),
    z.strictObject({ cut: place }),
  ]),
  seed: z.number().optional(),
});
const path = z.strictObject({ path: z.string() });

/** What happens to the files of a bot's process, and what takes it back. */
export function fileRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/bots/:id/files/damage", async (context) => {
    const { path, how, seed } = await body(context, damage);
    return done(context, await filesIn(context).damage(path, how, { ...(seed !== undefined && { seed }) }));
  });

  app.post("/bots/:id/files/remove", async (context) => {
    const { path: given } = await body(context, path);
    return done(context, await filesIn(context).remove(given));
  });

  app.post("/bots/:id/files/swap", async (context) => {
    const { path: given, with: other } = await body(context, path.extend({ with: z.string() }));
    return done(context, await filesIn(context).swap(given, other));
  });

  app.post("/bots/:id/files/lock", async (context) => {
    const { path: given, kind } = await body(context, path.extend({ kind: z.enum(["sqlite", "flock"]).optional() }));
    return done(context, await filesIn(context).lock(given, kind));
  });

  app.post("/bots/:id/files/read-only", async (context) => {
    const { path: given } = await body(context, path);
    return done(context, await filesIn(context).readOnly(given));
  });

  app.post("/bots/:id/files/limit", async (context) => {
    const { bytes } = await body(context, z.strictObject({ bytes: z.int().nonnegative() }));
    return done(context, await filesIn(context).limit(bytes));
  });

  app.post("/bots/:id/files/disk", async (context) => {
    const { path: given, megabytes } = await body(context, path.extend({ megabytes: z.int().positive().optional() }));
    const disk = filesIn(context).disk(given, megabytes);
    if (!disk) throw new Problem(409, "A small disk can't be mounted here: that takes Linux and root.");
    return answer(context, { disk: cast().disks.keep(disk) }, 201);
  });

  app.post("/disks/:id/fill", async (context) => done(context, await cast().disks.find(idIn(context)).fill()));

  app.delete("/disks/:id", async (context) => {
    await cast().disks.find(idIn(context))[Symbol.asyncDispose]();
    return answer(context, {});
  });

  app.post("/undo/:id", async (context) => {
    await cast().undos.find(idIn(context)).undo();
    return answer(context, {});
  });

  return app;

  function filesIn(context: Context) {
    return cast().process(idIn(context)).files;
  }

  function done(context: Context, undoable: Undoable): Response {
    return answer(context, { undo: cast().undos.keep(undoable) }, 201);
  }
}
