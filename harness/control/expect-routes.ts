import type { MessageEntity, ReactionTypeEmoji } from "@grammyjs/types";
import { Hono } from "hono";
import { z } from "zod";
import { pattern } from "../faults/pattern.ts";
import { expect } from "../people/expect.ts";
import { type MediaKind, mediaShelves } from "../world/media.ts";
import type { Cast } from "./cast.ts";
import { answer, body, idIn } from "./exchange.ts";

const when = { in: z.int().optional(), within: z.number().positive().max(600_000).optional() };
const entity = z.strictObject({
  type: z.string(),
  text: pattern,
  language: z.string().optional(),
  url: z.string().optional(),
});
const bytes = z.strictObject({ base64: z.base64() }).transform(({ base64 }) => Buffer.from(base64, "base64"));
const file = z.strictObject({
  name: pattern.optional(),
  mime: z.string().optional(),
  type: z.enum(Object.keys(mediaShelves) as MediaKind[]).optional(),
  contains: z.union([z.string(), bytes]).optional(),
});
const wish = z.union(
  [
    z.strictObject({ toSee: pattern, ...when }),
    z.strictObject({ toSeeNothing: z.literal(true), ...when }),
    z.strictObject({ toSeeButton: z.string(), ...when }),
    z.strictObject({ toSeeTyping: z.union([z.literal(true), z.string()]), ...when }),
    z.strictObject({ toSeeDraft: pattern, ...when }),
    z.strictObject({ toSeeReaction: z.string(), ...when }),
    z.strictObject({ toSeeEntity: entity, ...when }),
    z.strictObject({ toSeeFile: file, ...when }),
    z.strictObject({ toSeeEdit: pattern, ...when }),
    z.strictObject({ toSeeDeletion: z.union([z.int(), pattern]), ...when }),
  ],
  {
    error:
      "Expect one of toSee, toSeeNothing, toSeeButton, toSeeTyping, toSeeDraft, toSeeReaction, toSeeEntity, toSeeFile, toSeeEdit, toSeeDeletion; with in and within.",
  },
);

/** What a person should see. One that is not met is answered by 417, with the report. */
export function expectRoutes(cast: () => Cast): Hono {
  const app = new Hono();

  app.post("/users/:id/expect", async (context) => {
    const wanted = await body(context, wish);
    const where = { in: cast().place(wanted.in), within: wanted.within };
    const claim = expect(cast().user(idIn(context)));
    if ("toSee" in wanted) {
      const seen = await claim.toSee(wanted.toSee, where);
      return answer(context, { match: [...seen], message: seen.message });
    }
    if ("toSeeEdit" in wanted) {
      const seen = await claim.toSeeEdit(wanted.toSeeEdit, where);
      return answer(context, { match: [...seen], message: seen.message });
    }
    if ("toSeeEntity" in wanted) {
      const { type, text, ...traits } = wanted.toSeeEntity;
      const message = await claim.toSeeEntity(type as MessageEntity["type"], text, { ...traits, ...where });
      return answer(context, { message });
    }
    if ("toSeeFile" in wanted) {
      const seen = await claim.toSeeFile({ ...wanted.toSeeFile, ...where });
      return answer(context, { base64: seen.bytes.toString("base64"), message: seen.message });
    }
    if ("toSeeButton" in wanted)
      return answer(context, { message: await claim.toSeeButton(wanted.toSeeButton, where) });
    if ("toSeeTyping" in wanted) {
      const action = wanted.toSeeTyping === true ? "typing" : wanted.toSeeTyping;
      await claim.toSeeTyping({ ...where, action });
    } else if ("toSeeDraft" in wanted) await claim.toSeeDraft(wanted.toSeeDraft, where);
    else if ("toSeeReaction" in wanted) {
      await claim.toSeeReaction(wanted.toSeeReaction as ReactionTypeEmoji["emoji"], where);
    } else if ("toSeeDeletion" in wanted) await claim.toSeeDeletion(wanted.toSeeDeletion, where);
    else await claim.toSeeNothing(where);
    return answer(context, {});
  });

  return app;
}
