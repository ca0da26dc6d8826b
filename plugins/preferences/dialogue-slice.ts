import type { ConversationData, VersionedState } from "@grammyjs/conversations";
import { z } from "zod";
import type { Slice } from "#core";

export type DialogueState = VersionedState<ConversationData>;

const conversationSchema = z.object({
  args: z.string().optional(),
  replay: z.object({
    send: z.array(z.object({ payload: z.string() })),
    receive: z.array(z.object({ send: z.int(), returnValue: z.unknown() })),
  }),
  interrupts: z.array(z.int()),
});

/** Where the user is in the dialogue: what `@grammyjs/conversations` keeps, in its own form. */
export const DIALOGUE: Slice<DialogueState | undefined> = {
  name: "preferences",
  version: 1,
  schema: z.object({
    version: z.tuple([z.literal(0), z.union([z.string(), z.number()])]),
    state: z.record(z.string(), z.array(conversationSchema)),
  }),
  defaults: undefined,
};
