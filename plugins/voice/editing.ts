import { z } from "zod";
import type { Slice } from "#core";

/** The transcript that the user is about to put right: their next text in this chat takes its place. */
export interface Editing {
  readonly turnId: string;
  readonly chatId: number;
}

export const EDITING: Slice<Editing | undefined> = {
  name: "voice",
  version: 1,
  schema: z.object({ turnId: z.string(), chatId: z.int() }),
  defaults: undefined,
};
